"""What time brings: what falls due, and getting it delivered."""
