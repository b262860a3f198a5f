"""The register of members: what a file says against what is kept, and making the one into the other."""
