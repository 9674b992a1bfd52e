"""The audit of a printed report: its cells read, the relations between them checked, what is wrong told."""
