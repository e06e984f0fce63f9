"""Where the command begins: signals and streams first, then our own packages, then everything of weight."""

import os
import sys
from contextlib import suppress

from mapgen.cli import signals


def main() -> None:
    """Run the command line, or say in a line each what keeps it from beginning."""
    signals.listen()
    from mapgen.cli.streams import own

    listening = sys.stdout is not None
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller: nobody listens
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - for good
        # A terminal that cannot show Chinese gets escapes, not a traceback.
        getattr(sys, name).reconfigure(errors="backslashreplace")
    if listening:
        sys.stdout = own(sys.stdout)
    try:
        _run()
    except (OSError, ImportError) as error:
        # Such as a library that cannot be loaded because no more files may be opened.
        _say(f"{getattr(error, 'filename', None) or 'zonemap'}: {' '.join(str(error).split())}")
        sys.exit(2)


def _run() -> None:
    from mapgen.files.installed import explanations

    if lines := explanations("en"):
        # Both languages, for the options that choose one cannot be read yet.
        for chinese, english in zip(explanations("zh"), lines, strict=True):
            _say(f"{chinese} · {english}")
        sys.exit(2)
    from mapgen.cli.app import main as run

    run()


def _say(line: str) -> None:
    with suppress(OSError):  # nobody listens
        sys.stderr.write(f"zonemap: {line}\n")
