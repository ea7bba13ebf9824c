"""Puts the helper of these tests within their reach."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for telling.py, which only these tests use
