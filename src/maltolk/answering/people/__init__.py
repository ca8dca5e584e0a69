"""The contacts of an index: looked up, put together, as rows."""
