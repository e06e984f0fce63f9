"""``zonemap build``: maps, GeoJSON and the area check."""

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
    lang: options.Language = None,
) -> None:
    """Build the maps, the GeoJSON layers and the area check."""
    from layers.messages import Message
    from mapgen.cli.console import note, say
    from mapgen.cli.session import ask_for_description, open_atlas
    from mapgen.files.writing import write_all
    from mapgen.pages.site import MAX_ELEMENTS, products, too_large

    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    if not verify:
        ask_for_description(atlas, spoken)
    for page, count in too_large(atlas, chosen).items():
        limit = {"count": count, "limit": MAX_ELEMENTS}
        say(Message("page-too-large", f"{page}.html", values=limit), spoken)
    files = {}
    keys = {"tianditu": tianditu_key} if tianditu_key else {}
    for name, content in products(atlas, chosen, keys):
        if not verify:
            note(f"{name}  {len(content) / 1024:.0f} KB")
        files[name] = content
    if verify:
        _verify(out, files, spoken, whole=len(chosen) == len(atlas.catalog.plans))
        return
    write_all(out, files)
    say(Message("output-written", values={"folder": out, "count": len(files)}), spoken)


def _verify(out: Path, files: dict[str, bytes], spoken: str, *, whole: bool) -> None:
    from layers.messages import Message
    from mapgen.cli.console import say
    from mapgen.files.verify import verify as compare_files
    from mapgen.text.texts import sentence

    found = compare_files(out, files)
    for code, names in (("verify-missing", found.lacking), ("verify-differs", found.differing)):
        for name in names:
            typer.echo(f"{sentence(Message(code), spoken)}\t{name}")
    if whole and found.left_over:
        left = {"names": ", ".join(found.left_over)}
        say(Message("verify-left-over", str(out), values=left), spoken)
    count = {"count": len(found.lacking) + len(found.differing), "files": len(files)}
    say(Message("verify-different" if found else "verify-same", str(out), values=count), spoken)
    if found:
        raise typer.Exit(1)
