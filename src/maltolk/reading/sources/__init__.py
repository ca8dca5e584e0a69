"""A folder, a zip, a saved web site -> the files in it and their sidecars."""
