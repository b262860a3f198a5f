"""The plan library: text in, data out. Nothing here knows a database or a clock."""
