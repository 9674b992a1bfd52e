"""The sheet of what if: its tables, its sentences, its figures."""
