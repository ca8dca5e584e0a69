"""måltolk: answers questions about municipalities' goals with the municipalities' own words."""

__version__ = "0.1.0"
