"""``python -m console``: the command line without its script."""

from console.cli import main

main()
