"""The register as a file: reading a table of members, and writing one that a spreadsheet can be trusted with."""
