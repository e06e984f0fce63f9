"""``zonemap import``: an edited file brought back into the layers."""

from pathlib import Path
from typing import Annotated

import typer

from mapgen.cli import options


def run(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=options.told("option-file"),
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=options.told("option-dry-run"))] = False,
    delete: Annotated[
        bool,
        typer.Option(
            "--delete",
            help=options.told("option-delete"),
        ),
    ] = False,
    crs: options.StatedCrs = None,
    encoding: options.StatedEncoding = None,
    system: options.StatedSystem = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Bring an edited file back into the layers: show what changed, check it, write it."""
    from layers.catalog import DEFAULT
    from layers.messages import Message
    from mapgen.authoring.store import store
    from mapgen.cli.console import language, print_json, refuse, say, say_each
    from mapgen.importing.merge import merge_file
    from mapgen.importing.reader import Overrides
    from mapgen.importing.report import follow_up, lines, merge_json

    spoken = language(lang)
    folder = layers or DEFAULT
    found = merge_file(folder, file, Overrides(crs, encoding, system), delete=delete)
    writes = bool(found.files) and not found.problems and not dry_run
    for line in lines(found.changes, spoken) if not (json or found.unfit) else ():
        typer.echo(line)
    say_each(found.remarks, spoken)
    if writes:
        store(folder, found.files, found.before)
    if json:
        print_json({**merge_json(found, spoken), "written": writes})
    if found.problems:
        refuse(found.problems, spoken)
    for line in follow_up(found, spoken) if not json else ():
        typer.echo(line)
    code = "import-same-all" if not found.files else "import-done" if writes else "import-dry"
    say(Message(code, values={"files": ", ".join(sorted(found.files))}), spoken)
