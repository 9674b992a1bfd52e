"""Repair: the fewest figures whose change makes all relations hold, and the slips that explain them."""
