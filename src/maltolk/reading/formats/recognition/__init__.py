"""Pictures of text -> words, by a program that is installed or is not."""
