"""``python -m maltolk``."""

import sys

from maltolk.cli import main

sys.exit(main())
