"""Question and text read together: which units answer, and whether any does."""
