"""What the district keeps: tables, queries, migrations. Functions take a session and never commit."""
