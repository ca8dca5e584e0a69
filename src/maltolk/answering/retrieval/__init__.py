"""A question -> the passages nearest to it, and their sentences with the signs that speak for them."""
