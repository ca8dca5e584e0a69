"""Lines, tables and running text -> contacts, every field a span."""
