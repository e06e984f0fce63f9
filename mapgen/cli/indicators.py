"""``zonemap indicators``: what the plans want to reach, and how fast they would have to grow."""

from mapgen.cli import options

#: What a terminal shows; --json has every column. Names are those of the language.
_SHOWN = (
    "id", "name", "unit", "base_year", "base", "target_year", "bound", "target", "growth_pct",
    "points_per_year", "value_year", "value",
)  # fmt: skip


def run(
    plans: options.Plans = None,
    layers: options.Layers = None,
    compare: options.Compare = False,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """List the indicators of the plans, or set those that several plans share beside each other."""
    from mapgen.cli.console import print_json, print_table
    from mapgen.cli.session import open_catalog
    from mapgen.tables.indicators import COMPARED, compared_rows, indicator_rows

    catalog, chosen, spoken = open_catalog(layers, plans, lang)
    rows = compared_rows(catalog, chosen) if compare else indicator_rows(catalog, chosen)
    if json:
        print_json(rows)
        return
    if spoken == "en":
        rows = [
            {**row, **{key.removesuffix("_en"): row[key] for key in row if key.endswith("_en")}}
            for row in rows
        ]
    lead = [column for column in COMPARED if not column.endswith("_en")] if compare else []
    print_table([*lead, *_SHOWN], rows)
