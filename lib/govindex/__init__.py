"""Viet Nam's PAR INDEX, SIPAS and PAPI as tables, comparisons, charts and pages."""

__version__ = "0.1.0"
