"""One address -> its bytes, or why not: only from the hosts that are allowed, within limits of size and time."""
