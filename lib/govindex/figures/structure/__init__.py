"""The sheet of the structure of an index: its tables, its sentences, its figures."""
