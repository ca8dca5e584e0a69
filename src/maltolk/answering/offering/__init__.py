"""Questions to start with, to continue with, and to ask instead; each has an answer."""
