"""Spreadsheets: what the pages of a province show, as tables to work on: numbers as numbers, words as text."""
