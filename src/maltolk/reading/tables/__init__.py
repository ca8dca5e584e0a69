"""Tables that lost their lines, and goals in tables."""
