"""``zonemap locate``: the sides of a draft or a plan found in an extract of OpenStreetMap."""

from json import loads
from pathlib import Path
from typing import Annotated

import typer

from mapgen.cli import options


def run(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT|PLAN", help=options.told("option-draft"))],
    extract: Annotated[Path, typer.Option("--extract", metavar="FILE", help=options.told("option-extract"))],
    near: Annotated[
        str | None, typer.Option("--near", metavar="PLACE|W,S,E,N", help=options.told("option-near"))
    ] = None,
    aliases: Annotated[
        Path | None, typer.Option("--aliases", metavar="FILE.toml", help=options.told("option-aliases"))
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.geojson", help=options.told("option-out-located"))
    ] = None,
    page: options.ReviewPage = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Find the lines that the sides of zones name, and the polygons between them."""
    from layers.messages import Message
    from mapgen.cli.console import language, print_json, say
    from mapgen.files.writing import write_files
    from mapgen.locating.locate import locate
    from mapgen.locating.names import read_aliases
    from mapgen.locating.near import near as whereabouts
    from mapgen.locating.report import geojson, lines, summary
    from mapgen.locating.sought import sought
    from mapgen.locating.wanted import wanted
    from mapgen.reviewing.beneath import beneath
    from mapgen.reviewing.draft import read_draft
    from mapgen.reviewing.page import page_bytes, require_page
    from mapgen.text.texts import line

    spoken = language(lang)
    require_page(page, draft, extract, aliases, out)
    reviewed = None if page is None else read_draft(draft)
    others, zones = read_aliases(aliases), wanted(draft)
    here = whereabouts(near, extract)
    if here.message is not None:
        say(here.message, spoken)
    located = list(locate(zones, sought(extract, zones, others, here.bounds), others))
    found = geojson(located, extract.name)
    written = {} if out is None else {out: found}
    ground, remark = None, None
    if page is not None and reviewed is not None:
        ground, remark = beneath(extract, collection := loads(found))
        written[page] = page_bytes(reviewed, collection, ground)
    write_files(written)
    if json:
        print_json(summary(located))
    else:
        for message in lines(located, draft.name or str(draft)):
            typer.echo(line(message, spoken))
    if out is not None:
        say(Message("locate-written", str(out)), spoken)
    if page is not None:
        say(Message("review-written", str(page)), spoken)
        if remark is not None:
            code = "review-groundless" if ground is None else "review-ground"
            say(Message(code, str(page), values={"reason": remark}), spoken)
