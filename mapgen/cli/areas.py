"""``zonemap areas``: stated areas against computed ones."""

from mapgen.cli import options


def run(
    plans: options.Plans = None,
    layers: options.Layers = None,
    alternatives: options.Alternatives = False,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Compare the areas that the plans state with the computed ones."""
    from mapgen.cli.console import print_json, print_table
    from mapgen.cli.session import open_atlas
    from mapgen.tables.alternatives import SHORT, alternative_rows
    from mapgen.tables.area_check import COLUMNS, area_rows

    atlas, chosen, _ = open_atlas(layers, plans, lang)
    rows = (alternative_rows if alternatives else area_rows)(atlas, chosen)
    if json:
        print_json(rows)
    else:
        print_table(SHORT if alternatives else COLUMNS, rows)
