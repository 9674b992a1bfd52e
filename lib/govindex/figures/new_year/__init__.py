"""The sheet of a new year: movers, groups, what does not compare and why, what the audit of the tables finds."""
