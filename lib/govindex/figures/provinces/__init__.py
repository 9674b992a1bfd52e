"""The sheet of all provinces: its tables, its sentences, its figures."""
