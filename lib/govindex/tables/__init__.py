"""The tables: read, checked against their description, and looked up by any spelling of a name."""
