"""Answers, sources and contacts as web pages."""
