"""Slack: Bolt in Socket Mode or over signed HTTP; modals for forms."""
