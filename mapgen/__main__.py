"""``python -m mapgen`` is ``zonemap``."""

from mapgen.cli.app import main

main()
