"""Findings: what does not hold, with its severity, its cells, its evidence and its repair."""
