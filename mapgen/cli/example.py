"""``zonemap example``: a made-up city to try everything with."""

from pathlib import Path
from typing import Annotated

import typer

from mapgen.cli import options


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=options.told("option-example"))],
    lang: options.Language = None,
) -> None:
    """Write a made-up plan and a made-up extract into a folder."""
    from layers.messages import Message
    from mapgen.authoring.example import example_files
    from mapgen.authoring.store import store
    from mapgen.cli.console import language, say

    spoken = language(lang)
    files = example_files(folder)
    store(folder, files, dict.fromkeys(files))
    for name in files:
        typer.echo(folder / name)
    say(Message("example-next"), spoken)
