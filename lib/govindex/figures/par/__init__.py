"""The sheet of PAR INDEX: its tables, its sentences, its figures."""
