"""A question and its evidence -> proposals that could answer it. Decides nothing."""
