"""A question and its evidence -> proposals of what could answer it. Decides nothing."""
