"""Files of word processors -> text."""
