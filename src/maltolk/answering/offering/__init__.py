"""Questions to begin with, to go on with, and to ask instead; each has an answer."""
