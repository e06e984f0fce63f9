"""``python -m mapgen`` is ``zonemap``."""

from mapgen.cli import main

main()
