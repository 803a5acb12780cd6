"""The command line, a command or a family of them a file; ``program`` finds them and turns errors into exit codes."""

from __future__ import annotations

import io
import os
import sys


def main() -> None:
    """Run ``pressrow`` on the process's arguments and end the process with the documented exit code."""
    try:
        open_streams()
        from console.cli.program import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while modules were loaded
        sys.stderr.write("pressrow: interrupted\n")
        code = 6  # Exit.INTERRUPTED, which may not be loaded yet
    sys.exit(code)


def open_streams() -> None:
    """Let whatever is printed go somewhere: nowhere where a stream was closed, with ``?`` where its charset lacks a character."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  open as long as the process lives
        elif isinstance(stream, io.TextIOWrapper) and not stream.encoding.lower().startswith("utf"):
            stream.reconfigure(errors="replace")
