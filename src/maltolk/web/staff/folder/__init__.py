"""The folder of texts: what is in it, and what was taken out of it."""
