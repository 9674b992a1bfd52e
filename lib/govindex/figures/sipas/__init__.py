"""The sheet of SIPAS: its tables, its sentences, its figures."""
