"""``zonemap check``: topology, areas, the layout claims and indicators."""

import typer

from mapgen.cli import options


def run(
    plans: options.Plans = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Check geometry, areas, layout claims and indicators; exit status 1 if there is an error."""
    from layers.checks import check
    from layers.messages import Message
    from mapgen.cli.console import MAX_LINES, print_json, print_table, say, say_rest
    from mapgen.cli.session import open_atlas
    from mapgen.tables.findings import COLUMNS, finding_rows

    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    findings = check(atlas, chosen)
    rows = finding_rows(findings, spoken)
    if json:
        print_json(rows)
    elif rows:
        # Errors first: what is not shown should be the lesser part.
        print_table(COLUMNS, sorted(rows, key=lambda row: row["level"])[:MAX_LINES])
        say_rest(len(rows), spoken)
    errors = sum(found.level == "error" for found in findings)
    warnings = len(findings) - errors
    say(Message("check-count", values={"errors": errors, "warnings": warnings}), spoken)
    if errors:
        raise typer.Exit(1)
