"""Proposals -> a decision. The only room with thresholds."""
