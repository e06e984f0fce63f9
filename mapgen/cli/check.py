"""``zonemap check``: topology, areas and the layout claims."""

import typer

from mapgen.cli import options


def run(
    plans: options.Plans = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Check geometry, areas and layout claims; exit status 1 if there is an error. · 检查几何、面积与布局"""
    from layers.checks import check
    from mapgen.cli.console import print_json, print_table, say
    from mapgen.cli.session import open_atlas
    from mapgen.tables.findings import COLUMNS, finding_rows

    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    findings = check(atlas, chosen)
    rows = finding_rows(findings, spoken)
    if json:
        print_json(rows)
    elif rows:
        print_table(COLUMNS, rows)
    errors = sum(found.level == "error" for found in findings)
    warnings = len(findings) - errors
    say({"zh": f"{errors} 个错误，{warnings} 个警告", "en": f"{errors} errors, {warnings} warnings"}[spoken])
    if errors:
        raise typer.Exit(1)
