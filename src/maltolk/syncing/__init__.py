"""Renewal by itself: a file of sources -> texts fetched and copied into the corpus, a renewed index, a message."""
