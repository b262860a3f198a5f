"""Tests, in rings: pure rules, queries on both engines, conversations, transcripts on three platforms, processes."""
