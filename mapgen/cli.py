"""The command ``zonemap``: one file a command under ``mapgen/commands``."""

import sys

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
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show Chinese gets escapes, not a traceback.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app()
