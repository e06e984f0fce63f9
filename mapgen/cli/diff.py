"""``zonemap diff``: what differs between two layers folders or exports."""

from pathlib import Path
from typing import Annotated

import typer

from mapgen.cli import options


def run(
    before: Annotated[
        Path, typer.Argument(metavar="A", help="Layers folder or export. · 图层目录或导出文件")
    ],
    after: Annotated[Path, typer.Argument(metavar="B", help="The same, later. · 同上，较新的一份")],
    crs: options.StatedCrs = None,
    encoding: options.StatedEncoding = None,
    system: options.StatedSystem = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Say which features are new, gone, moved or edited from A to B. · 比较两份图层或导出文件"""
    from layers.problems import LayerError, message
    from mapgen.cli.console import fail_layers, language, print_json, say
    from mapgen.importing.difference import difference
    from mapgen.importing.loading import load_pair
    from mapgen.importing.reader import Overrides
    from mapgen.importing.report import as_json, lines

    spoken = language(lang)
    try:
        changes = difference(*load_pair(before, after, Overrides(crs, encoding, system)))
    except LayerError as error:
        fail_layers(error, spoken)
    if json:
        print_json({"before": str(before), "after": str(after), **as_json(changes)})
        return
    for line in lines(changes, spoken):
        typer.echo(line)
    counts = {what: sum(change.what == what for change in changes) for what in ("new", "gone", "changed")}
    say(message("diff-count" if changes else "diff-same", counts, spoken))
