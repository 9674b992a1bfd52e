"""Relations: what the printed figures and the tables must be to each other, with the tolerance of their digits."""
