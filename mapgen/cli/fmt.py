"""``zonemap fmt``: layer files in canonical form."""

import datetime as dt
from typing import Annotated

import typer

from mapgen.cli import options


def run(
    check: Annotated[bool, typer.Option("--check", help=options.told("option-check"))] = False,
    entered: Annotated[
        dt.datetime | None,
        typer.Option("--entered", formats=["%Y-%m-%d"], metavar="DAY", help=options.told("option-entered")),
    ] = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Put the layer files into canonical form."""
    from layers.catalog import DEFAULT
    from layers.messages import Message
    from mapgen.authoring.formatting import canonical_files
    from mapgen.authoring.store import store
    from mapgen.cli.console import language, print_json, say

    spoken = language(lang)
    folder = layers or DEFAULT
    texts = canonical_files(folder, entered.date() if entered else None)
    untidy = {name: (old, new) for name, (old, new) in texts.items() if old != new}
    if not check and untidy:
        store(
            folder,
            {name: new for name, (_, new) in untidy.items()},
            {name: old for name, (old, _) in untidy.items()},
        )
    if json:
        print_json({"files": list(untidy)})
    for name in untidy if not json else ():
        typer.echo(name)
    code = "fmt-tidy" if not untidy else "fmt-would" if check else "fmt-done"
    say(Message(code, values={"count": len(untidy), "files": len(texts)}), spoken)
    if check and untidy:
        raise typer.Exit(1)
