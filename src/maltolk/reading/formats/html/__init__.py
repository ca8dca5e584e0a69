"""Web pages -> text."""
