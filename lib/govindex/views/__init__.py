"""Views: prepared tables with names, of the audit and of the years as small lines."""
