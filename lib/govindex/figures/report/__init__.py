"""The sheet of the annual report: its tables, its sentences, its figures."""
