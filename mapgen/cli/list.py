"""``zonemap list``: every element of the plans."""

from mapgen.cli import options

COLUMNS = (
    "plan", "id", "name", "name_en", "kind", "role", "parent",
    "basis", "accuracy_m", "stated_km2", "area_km2", "same_as",
)  # fmt: skip


def run(
    plans: options.Plans = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """List the elements of the plans."""
    from mapgen.cli.console import print_json, print_table
    from mapgen.cli.session import open_atlas
    from mapgen.tables.frames import row

    atlas, chosen, _ = open_atlas(layers, plans, lang)
    rows = [row(element) for plan in chosen for element in atlas.of_plan(plan)]
    shown = [{column: values[column] for column in COLUMNS} for values in rows]
    if json:
        print_json(shown)
    else:
        print_table(COLUMNS, shown)
