"""Figures: each is declared once, as a table of all states, the choices that take its rows, a chart and a sentence."""
