"""Driving the notebooks and the pages in a real browser, for the tests and for the measurements."""
