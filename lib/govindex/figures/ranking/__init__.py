"""The sheet of positions and how sure they are: its tables, its sentences, its figures."""
