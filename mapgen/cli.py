"""The command ``zonemap``: one file a command under ``mapgen/commands``."""

import errno
import os
import sys
from pathlib import Path

import typer

from mapgen.commands import areas, build, check, diff, export, fmt, import_, new, publish
from mapgen.commands import list as list_

app = typer.Typer(
    name="zonemap",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Layers of what plans say about space in words: build, list, compare, check. · 规划空间布局图层工具",
)
for name, module in {
    "build": build,
    "list": list_,
    "areas": areas,
    "check": check,
    "export": export,
    "publish": publish,
    "fmt": fmt,
    "new": new,
    "diff": diff,
    "import": import_,
}.items():
    app.command(name)(module.run)


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller: nobody listens
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good
        # A terminal that cannot show Chinese gets escapes, not a traceback.
        getattr(sys, name).reconfigure(errors="backslashreplace")
    try:
        app()
        sys.stdout.flush()
    except OSError as error:
        # The disk behind stdout is full, or its reader has gone.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno != errno.EPIPE:
            reason = os.strerror(error.errno) if error.errno else str(error)
            sys.stderr.write(f"zonemap: stdout: 无法写出；cannot be written ({reason})\n")
        sys.exit(2)
