"""Lets the tests of the crawler share what is under ``support``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
