"""``zonemap build``: maps, GeoJSON and the area check."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from mapgen.cli import options


def run(
    plans: options.Plans = None,
    out: options.Out = Path("output"),
    layers: options.Layers = None,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help=options.told("option-verify"),
        ),
    ] = False,
    tianditu_key: options.TiandituKey = None,
    against: options.Against = None,
    unnamed: options.Unnamed = False,
    crs: options.StatedCrs = None,
    encoding: options.StatedEncoding = None,
    system: options.StatedSystem = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Build the maps, the GeoJSON layers and the area check."""
    from layers.messages import Message
    from mapgen.cli.console import note, print_json, say, say_each
    from mapgen.cli.session import ask_for_description, needs_files, open_atlas
    from mapgen.files.spool import Spool
    from mapgen.files.writing import write_all
    from mapgen.pages.site import MAX_ELEMENTS, products, too_large
    from mapgen.text.texts import line

    given = {"--unnamed": unnamed, "--crs": crs, "--encoding": encoding, "--from": system}
    needs_files(against, given)
    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    tested = None
    if against:
        from mapgen.importing.evidence import examine_files
        from mapgen.importing.reader import Overrides

        tested = examine_files(atlas, chosen, against, Overrides(crs, encoding, system), unnamed=unnamed)
    if not verify:
        ask_for_description(atlas, spoken)
    omitted = [
        Message("page-too-large", f"{page}.html", values={"count": count, "limit": MAX_ELEMENTS})
        for page, count in too_large(atlas, chosen).items()
    ]
    say_each(omitted, spoken)
    keys = {"tianditu": tianditu_key} if tianditu_key else {}
    with Spool() as files:
        for name, content in products(atlas, chosen, keys, tested):
            if not verify:
                note(f"{name}  {len(content) / 1024:.0f} KB")
            files.add(name, content)
        if verify:
            _verify(out, files, spoken, whole=len(chosen) == len(atlas.catalog.plans), json=json)
            return
        write_all(out, files)
    if json:
        print_json({"files": list(files), "remarks": [line(each, spoken) for each in omitted]})
    say(Message("output-written", values={"folder": out, "count": len(files)}), spoken)


def _verify(out: Path, files: Mapping[str, bytes], spoken: str, *, whole: bool, json: bool) -> None:
    from layers.messages import Message
    from mapgen.cli.console import print_json, say
    from mapgen.files.verify import verify as compare_files
    from mapgen.text.texts import sentence

    found = compare_files(out, files)
    left_over = found.left_over if whole else []
    listed = {"missing": found.lacking, "differs": found.differing}
    if json:
        print_json({**listed, "left_over": left_over})
    else:
        for what, names in listed.items():
            for name in names:
                typer.echo(f"{sentence(Message(f'verify-{what}'), spoken)}\t{name}")
    if left_over:
        say(Message("verify-left-over", str(out), values={"names": ", ".join(left_over)}), spoken)
    count = {"count": len(found.lacking) + len(found.differing), "files": len(files)}
    say(Message("verify-different" if found else "verify-same", str(out), values=count), spoken)
    if found:
        raise typer.Exit(1)
