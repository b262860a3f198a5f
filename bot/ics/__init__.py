"""Calendars as RFC 5545 has them: what we write, and what we read of others'. Pure: data in, data out."""
