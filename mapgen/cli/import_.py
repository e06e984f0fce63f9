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
            help="GeoPackage, GeoJSON, Shapefile zip, KML, KMZ, FlatGeobuf, GeoParquet, or a folder of them."
            " · 编辑过的文件，或其所在文件夹",
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change and write nothing. · 只显示，不写入")
    ] = False,
    delete: Annotated[
        bool,
        typer.Option(
            "--delete",
            help="Take features out that the file no longer has; else they stay. · 删除文件中已没有的要素",
        ),
    ] = False,
    crs: options.StatedCrs = None,
    encoding: options.StatedEncoding = None,
    system: options.StatedSystem = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Bring an edited file back into the layers: show what changed, check it, write it. · 导回编辑过的文件"""
    from layers.catalog import DEFAULT
    from layers.problems import LayerError, message
    from mapgen.authoring.store import store
    from mapgen.cli.console import fail_layers, language, print_json, say
    from mapgen.importing.merge import merge_file
    from mapgen.importing.reader import Overrides
    from mapgen.importing.report import follow_up, lines, merge_json

    spoken = language(lang)
    folder = layers or DEFAULT
    try:
        found = merge_file(folder, file, Overrides(crs, encoding, system), delete=delete)
        writes = bool(found.files) and not found.problems and not dry_run
        for line in lines(found.changes, spoken) if not json else ():
            typer.echo(line)
        for remark in found.remarks:
            say(remark.text(spoken))
        if writes:
            store(folder, found.files, found.before)
    except LayerError as error:
        fail_layers(error, spoken)
    if json:
        print_json({**merge_json(found, spoken), "written": writes})
    if found.problems:
        fail_layers(LayerError(found.problems), spoken)
    for line in follow_up(found, spoken) if not json else ():
        typer.echo(line)
    code = "import-same-all" if not found.files else "import-done" if writes else "import-dry"
    say(message(code, {"files": ", ".join(sorted(found.files))}, spoken))
