"""The web pages, as `maltolk serve` gives them; takes the same options."""

import sys

from maltolk.cli import main

sys.exit(main(["serve", *sys.argv[1:]]))
