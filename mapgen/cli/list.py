"""``zonemap list``: every element of the plans."""

from mapgen.cli import options

COLUMNS = (
    "plan", "id", "name", "name_en", "kind", "role", "parent",
    "basis", "accuracy_m", "stated_km2", "area_km2", "area_low_km2", "area_high_km2",
    "same_as", "holder", "function", "status",
)  # fmt: skip
#: What is too much for a line of a table, and stands in JSON only.
FURTHER = (
    "status_year", "host", "host_en", "lead", "lead_en", "from_year", "to_year", "figures",
    "entered", "source_grade",
)  # fmt: skip


def run(
    plans: options.Plans = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """List the elements of the plans, and then their places without geometry."""
    from mapgen.cli.console import print_json, print_table
    from mapgen.cli.session import open_atlas
    from mapgen.tables.frames import row, structured

    atlas, chosen, _ = open_atlas(layers, plans, lang)
    found = [each for plan in chosen for each in atlas.features_of(plan)]
    if json:
        columns = (*COLUMNS, *FURTHER)
        print_json([{column: values[column] for column in columns} for values in map(structured, found)])
    else:
        rows = [{column: values[column] for column in COLUMNS} for values in map(row, found)]
        print_table(COLUMNS, [{**values, "function": _few(values["function"])} for values in rows])


def _few(terms: str | None) -> str | None:
    """The first function, and how many more there are: all of an element make a line of 300 characters."""
    first, *more = (terms or "").split(";")
    return f"{first} +{len(more)}" if more else terms
