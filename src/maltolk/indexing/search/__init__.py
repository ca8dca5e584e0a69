"""Searching one generation, by vectors and by words."""
