"""A question -> the passages nearest to it, and their sentences with the signs for each."""
