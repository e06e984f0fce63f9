"""``zonemap --licenses``: by which licences the code, the data, the pages and the dependencies are used."""

import typer

from mapgen import __version__
from mapgen.text.licensing import licences
from mapgen.text.texts import both


def show(wanted: bool) -> None:
    """Print the licences and end the command."""
    if not wanted:
        return
    from layers.catalog import DEFAULT
    from mapgen.files.dependencies import dependencies

    pages = licences()
    typer.echo(f"zonemap {__version__}: MIT, ODbL-1.0")
    typer.echo(f"\n{both('licenses-pages')}")
    for each in pages.values():
        typer.echo(f"  {each.name}: {each.spdx}")
    typer.echo(f"\n{both('licenses-dependencies')}")
    for needed in dependencies():
        typer.echo(f"  {needed.name} {needed.version}: {needed.licence or both('licenses-unstated')}")
    data = (DEFAULT / "LICENSE").read_text("utf-8").strip()
    for name, text in [(each.name, each.text) for each in pages.values()] + [(both("licenses-data"), data)]:
        typer.echo(f"\n{'=' * 78}\n{name}\n{'=' * 78}\n{text}")
    raise typer.Exit
