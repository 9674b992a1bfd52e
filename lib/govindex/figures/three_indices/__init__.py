"""The sheet of three indices beside each other: its tables, its sentences, its figures."""
