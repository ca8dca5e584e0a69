"""Tables that lost their layout, and goals in tables."""
