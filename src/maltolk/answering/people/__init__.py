"""The contacts of an index: looked up, merged, as rows."""
