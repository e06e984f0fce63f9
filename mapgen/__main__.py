"""``python -m mapgen`` is ``zonemap``."""

from mapgen.cli.start import main

main()
