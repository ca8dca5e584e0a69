"""PDF -> text."""
