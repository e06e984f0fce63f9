"""Where the command begins: makes sure that our own packages answer before any of them is imported."""

import os
import sys
from pathlib import Path

from mapgen.files.installed import explanations


def main() -> None:
    """Run the command line, or say in a line each what stands in the place of our packages."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller: nobody listens
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good
        # A terminal that cannot show Chinese gets escapes, not a traceback.
        getattr(sys, name).reconfigure(errors="backslashreplace")
    if lines := explanations("en"):
        # Both languages, for the options that choose one cannot be read yet.
        for chinese, english in zip(explanations("zh"), lines, strict=True):
            sys.stderr.write(f"zonemap: {chinese} · {english}\n")
        sys.exit(2)
    from mapgen.cli.app import main as run

    run()
