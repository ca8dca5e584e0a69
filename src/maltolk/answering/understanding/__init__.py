"""The words of a question -> what it asks for, of whom, and the words that carry it."""
