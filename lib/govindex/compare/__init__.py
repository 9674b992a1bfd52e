"""Comparing: scores, ranks, groups, what compares with what, how precise it is. Nothing is drawn."""
