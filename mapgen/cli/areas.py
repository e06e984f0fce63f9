"""``zonemap areas``: stated areas against computed ones."""

from mapgen.cli import options


def run(
    plans: options.Plans = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Compare the areas that the plans state with the computed ones."""
    from mapgen.cli.console import print_json, print_table
    from mapgen.cli.session import open_atlas
    from mapgen.tables.area_check import COLUMNS, area_rows

    atlas, chosen, _ = open_atlas(layers, plans, lang)
    rows = area_rows(atlas, chosen)
    if json:
        print_json(rows)
    else:
        print_table(COLUMNS, rows)
