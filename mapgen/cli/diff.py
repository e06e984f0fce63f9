"""``zonemap diff``: what differs between two layers folders or exports."""

from pathlib import Path
from typing import Annotated

import typer

from mapgen.cli import options


def run(
    before: Annotated[Path, typer.Argument(metavar="A", help=options.told("option-a"))],
    after: Annotated[Path, typer.Argument(metavar="B", help=options.told("option-b"))],
    crs: options.StatedCrs = None,
    encoding: options.StatedEncoding = None,
    system: options.StatedSystem = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Say which features are new, gone, moved or edited from A to B."""
    from layers.messages import Message
    from mapgen.cli.console import language, print_json, say
    from mapgen.importing.difference import difference
    from mapgen.importing.loading import load_pair
    from mapgen.importing.reader import Overrides
    from mapgen.importing.report import as_json, lines

    spoken = language(lang)
    changes = difference(*load_pair(before, after, Overrides(crs, encoding, system)))
    if json:
        print_json({"before": str(before), "after": str(after), **as_json(changes)})
        return
    for line in lines(changes, spoken):
        typer.echo(line)
    counts = {what: sum(change.what == what for change in changes) for what in ("new", "gone", "changed")}
    say(Message("diff-count" if changes else "diff-same", values=counts), spoken)
