"""Makes the helpers of this folder (outline.py, doubles.py, swedish.py) importable from its tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
