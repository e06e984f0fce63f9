"""The command ``zonemap``: a command is a file beside this one, and its words in ``messages/help.toml``."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from layers.messages import reason
from mapgen import __version__
from mapgen.cli import licenses
from mapgen.cli.console import note, reporting, stop
from mapgen.cli.options import told
from mapgen.cli.streams import StdoutError
from mapgen.text.loading import table
from mapgen.text.texts import both

#: What begins the code of a command's words, which are in the order of the help.
_WORDS = "help-command-"

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
        with _one_line(ctx):
            return super().invoke(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name."""
        found = super().get_command(ctx, cmd_name)
        if found is None and not cmd_name.startswith("-"):
            _refuse(both("usage-no-command", name=cmd_name))
        return found


@contextmanager
def _one_line(group: Any = None) -> Iterator[None]:
    try:
        yield
    except _UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # that is help, not a mistake
            raise
        begun = (group and group.invoked_subcommand) or ""
        _refuse(_mistake(error), str(error.ctx.info_name) if error.ctx and error.ctx.parent else begun)


def _refuse(mistake: str, command: str = "") -> NoReturn:
    text = f"{command}: {mistake}" if command else mistake
    stop(f"{text}; {both('help-usage', command=f'zonemap {command}'.strip())}")


def _mistake(error: Any) -> str:
    """What is wrong with how a command was called, in both languages where it is a usual mistake."""
    match type(error).__name__:
        case "NoSuchOption":
            return both("usage-no-option", option=error.option_name)
        case "BadOptionUsage":
            return both("usage-value", option=error.option_name)
        case "MissingParameter" if error.param is not None:
            return both("usage-missing", name=error.param.get_error_hint().strip("'"))
    return str(error.format_message()).rstrip(".")


app = typer.Typer(
    name="zonemap",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=told("zonemap"),
)
for name in (code.removeprefix(_WORDS) for code in table("messages/help") if code.startswith(_WORDS)):
    module = import_module(f"mapgen.cli.{name}_" if iskeyword(name) else f"mapgen.cli.{name}")
    words = told(f"command-{name}")
    app.command(name, help=words, short_help=words)(reporting(module.run))


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zonemap {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help=told("option-version")),
    ] = False,
    show_licenses: Annotated[
        bool,
        typer.Option("--licenses", callback=licenses.show, is_eager=True, help=told("option-licenses")),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def main() -> None:
    """Run the command line."""
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except StdoutError as error:
        # The disk behind stdout is full, or its reader has gone: what is left over goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.cause.errno != errno.EPIPE:
            note(f"zonemap: stdout: {both('stdout-unwritable', reason=reason(error.cause))}")
        sys.exit(2)
