"""The sheet of proposals: its tables, its sentences, its figures."""
