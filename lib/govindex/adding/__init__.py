"""Adding: what offices pass around, read into the tables, checked, shown as a difference, and written whole."""
