"""Runs every bench of storage that is here, one after the other: ``make bench-storage``.

``--articles N`` makes each smaller; whatever else is given goes to all of them. Ends with the worst of their exit codes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = ("storing.py", "reading.py", "exporting.py", "groups.py", "copying.py")
NAMED = {"groups.py": ("--large",)}  # how a bench is told its size, where not by --articles


def main() -> int:
    """Run them with the arguments given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int)
    given, others = parser.parse_known_args()
    worst = 0
    for name in SCRIPTS:
        if (HERE / name).exists():
            print(f"\n=== {name}", flush=True)
            named = NAMED.get(name, ("--articles",))
            smaller = [] if given.articles is None else [word for option in named for word in (option, str(given.articles))]
            worst = max(worst, subprocess.run([sys.executable, HERE / name, *smaller, *others], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
