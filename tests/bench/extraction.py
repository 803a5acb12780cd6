"""How good extraction is, and what it costs: the benchmark's scores beside the peers', and processor time beside theirs.

The benchmark's folder is PRESSROW_SHARED or ``../shared`` beside the checkout; without it this says so and does nothing.
The cost is measured only where ``--python`` names a Python that has trafilatura and lxml (make one outside the checkout:
``python -m venv V && V/bin/pip install scrapy trafilatura``). Arguments for the other measures of ``make bench`` are passed over.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    given.add_argument("--python", help="a Python with trafilatura and lxml")
    python = given.parse_known_args()[0].python
    folder = Path(os.environ.get("PRESSROW_SHARED") or CHECKOUT.parent / "shared") / "benchmark"
    if not (folder / "bench").is_file():
        print(f"extraction: no benchmark in {folder} (PRESSROW_SHARED names another place): nothing measured")
        return 0
    command = f"{sys.executable} -m console extract --workers 1 --manifest {{manifest}}"
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    print("extraction: the scores", flush=True)
    done = subprocess.run([sys.executable, folder / "bench", "--command", command], env=environment, check=False).returncode
    if python is None:
        print("extraction: the cost is not measured: BENCH='--python PY' names a Python with trafilatura and lxml")
        return done
    print("extraction: processor time a page", flush=True)
    # the peers keep to their own packages
    told = f"env PYTHONPATH={CHECKOUT} {command}"
    return done or subprocess.run([sys.executable, folder / "speed", "--python", python, "--command", told], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
