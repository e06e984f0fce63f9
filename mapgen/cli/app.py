"""The command ``zonemap``: one file a command under ``mapgen/commands``."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from layers.problems import one_line
from mapgen import __version__
from mapgen.cli import areas, build, check, diff, export, fmt, import_, new, publish
from mapgen.cli import list as list_
from mapgen.cli.console import fail, reason

#: click's UsageError, wherever a version of typer keeps click.
_UsageError: type[Any] = typer.BadParameter.__bases__[0]


class _Commands(TyperGroup):
    """Commands that say in one line what is wrong with how they were called."""

    def make_context(self, *words: Any, **more: Any) -> Any:
        """Read the words before a command."""
        with _one_line():
            return super().make_context(*words, **more)

    def invoke(self, ctx: Any) -> Any:
        """Read the words of a command, and run it."""
        with _one_line():
            return super().invoke(ctx)


@contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except _UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # that is help, not a mistake
            raise
        command = f"{error.ctx.info_name} " if error.ctx and error.ctx.parent else ""
        mistake = error.format_message().rstrip(".")
        text = f"{command.strip()}: {mistake}" if command else mistake
        fail(f"{one_line(text)}；用法见 zonemap {command}--help；for usage see zonemap {command}--help")


app = typer.Typer(
    name="zonemap",
    cls=_Commands,
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


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zonemap {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version. · 显示版本"),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def main() -> None:
    """Run the command line."""
    try:
        app()
        sys.stdout.flush()
    except OSError as error:
        # The disk behind stdout is full, or its reader has gone.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno != errno.EPIPE:
            sys.stderr.write(f"zonemap: stdout: 无法写出；cannot be written ({reason(error)})\n")
        sys.exit(2)
