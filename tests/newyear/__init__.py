"""A made-up PAPI of the 34 units of 2025, for the tests alone: no figure of it was ever published."""
