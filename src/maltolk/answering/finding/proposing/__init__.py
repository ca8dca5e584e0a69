"""Each module proposes answers of one kind, best first, or says why it has none."""
