"""The sheet of change: who moved between two years, by what, and what of it is return to the middle."""
