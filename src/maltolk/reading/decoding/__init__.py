"""Bytes -> text: which encoding, and what was encoded twice."""
