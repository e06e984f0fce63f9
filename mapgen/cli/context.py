"""``zonemap context``: the ground of a map from an extract of OpenStreetMap."""

from pathlib import Path
from typing import Annotated

import typer

from mapgen.cli import options


def run(
    extract: Annotated[Path, typer.Argument(metavar="EXTRACT", help=options.told("option-extract"))],
    layers: options.Layers = None,
    near: Annotated[
        str | None, typer.Option("--near", metavar="PLACE|W,S,E,N", help=options.told("option-near-ground"))
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help=options.told("option-replace"))] = False,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Write water, roads, lines, hills and names of an extract into the layers, as ground of their maps."""
    from layers.catalog import DEFAULT
    from layers.files import LayerFiles, read_files
    from layers.messages import Message
    from mapgen.authoring.store import store
    from mapgen.cli.console import language, print_json, say_each
    from mapgen.cli.session import open_atlas
    from mapgen.grounding.ground import bounds_of, files_of, ground_of, lines, summary
    from mapgen.locating.near import near as whereabouts
    from mapgen.text.texts import line

    spoken = language(lang)
    folder = layers or DEFAULT
    if near is not None:
        here = whereabouts(near, extract)
        bounds = here.bounds
        say_each([here.message] if here.message else [], spoken)
    else:
        bounds = bounds_of(open_atlas(folder, None, lang)[0])
    there = read_files(folder) if folder.exists() else LayerFiles(folder, {})
    made = ground_of(extract, bounds)
    files, before, remarks = files_of(there, made, replace=replace)
    store(folder, files, before)
    if json:
        print_json(summary(made, bounds) | {"files": sorted(files)})
    else:
        for message in lines(made):
            typer.echo(line(message, spoken))
    say_each([*made.remarks, *remarks], spoken)
    for name in files:
        say_each([Message("ground-written", str(folder / name))], spoken)
