"""The sheet of PAPI: its tables, its sentences, its figures."""
