"""The command line, a command or a family of them a file; ``program`` finds them and turns errors into exit codes."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``pressrow`` on the process's arguments and end the process with the documented exit code."""
    from console.cli.program import run

    sys.exit(run(sys.argv[1:]))
