"""``zonemap shared``: places that several plans name, and what each says there."""

from mapgen.cli import options


def run(
    plans: options.Plans = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """List the places that several plans name."""
    from mapgen.cli.console import print_json, print_table
    from mapgen.cli.session import open_atlas
    from mapgen.tables.shared import COLUMNS, filled, shared_rows

    atlas, chosen, _ = open_atlas(layers, plans, lang)
    rows = shared_rows(atlas, chosen)
    if json:
        print_json(rows)
    else:
        # A terminal is narrow: what no plan states takes no column of it.
        print_table(filled(COLUMNS, rows) or COLUMNS[:3], rows)
