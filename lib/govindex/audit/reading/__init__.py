"""Reading: a file or table of a printed report into one row per cell, codes in place of names."""
