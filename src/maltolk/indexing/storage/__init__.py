"""What is on disk: generations, their manifest and texts, the archive, the journal of a build."""
