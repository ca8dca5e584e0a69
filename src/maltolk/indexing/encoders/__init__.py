"""Models -> vectors: what an encoder is, where it comes from, how it runs."""
