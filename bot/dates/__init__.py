"""Understands days and hours as people write them, in Swedish and English: a grammar of our own, pure."""
