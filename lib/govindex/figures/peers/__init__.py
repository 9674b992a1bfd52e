"""The sheet of peers: a province against its region, the cities and its nearest profiles; borders of its groups."""
