"""What stands between a request and the pages: who is believed, how much is let in, and what becomes of errors."""
