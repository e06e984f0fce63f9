"""``zonemap check``: topology, areas, layout claims and indicators; or claims of accuracy against files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapgen.cli import options

if TYPE_CHECKING:
    from mapgen.importing.reader import Overrides


def run(
    plans: options.Plans = None,
    against: options.Against = None,
    unnamed: options.Unnamed = False,
    strict: Annotated[bool, typer.Option("--strict", help=options.told("option-strict"))] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.geojson", help=options.told("option-out-tested")),
    ] = None,
    crs: options.StatedCrs = None,
    encoding: options.StatedEncoding = None,
    system: options.StatedSystem = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Check geometry, areas, layout claims and indicators; exit status 1 if there is an error."""
    from mapgen.cli.session import needs_files

    given = {"--unnamed": unnamed, "--strict": strict, "--out": out, "--crs": crs}
    needs_files(against, {**given, "--encoding": encoding, "--from": system})
    if against:
        from mapgen.importing.reader import Overrides

        said = Overrides(crs, encoding, system)
        _against(plans, against, said, layers, out, lang, unnamed=unnamed, strict=strict, json=json)
    else:
        _check(plans, layers, lang, json=json)


def _check(plans: list[str] | None, layers: Path | None, lang: str | None, *, json: bool) -> None:
    from layers.checks import check
    from layers.messages import Message
    from mapgen.cli.console import MAX_LINES, print_json, print_table, say, say_rest
    from mapgen.cli.session import open_atlas
    from mapgen.tables.findings import COLUMNS, claims, finding_rows

    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    findings = check(atlas, chosen)
    rows = finding_rows(findings, spoken)
    if json:
        print_json(rows)
    elif rows:
        # Errors first: what is not shown should be the lesser part.
        print_table(COLUMNS, sorted(rows, key=lambda row: row["level"])[:MAX_LINES])
        say_rest(len(rows), spoken)
    for plan in chosen:
        for message in claims(atlas, plan, spoken):
            say(message, spoken)
    errors = sum(found.level == "error" for found in findings)
    warnings = len(findings) - errors
    say(Message("check-count", values={"errors": errors, "warnings": warnings}), spoken)
    if errors:
        raise typer.Exit(1)


def _against(
    plans: list[str] | None,
    files: list[Path],
    said: "Overrides",
    layers: Path | None,
    out: Path | None,
    lang: str | None,
    *,
    unnamed: bool,
    strict: bool,
    json: bool,
) -> None:
    from layers.messages import Message
    from mapgen.cli.console import print_json, print_table, say, say_each
    from mapgen.cli.session import open_atlas
    from mapgen.files.writing import write_all
    from mapgen.importing.evidence import examine_files
    from mapgen.tables.against import SHOWN, counts, dumps, remarks, rows, shown
    from mapgen.text.texts import line

    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    tested = examine_files(atlas, chosen, files, said, unnamed=unnamed)
    given, told = counts(tested), remarks(tested)
    if out is not None:
        write_all(out.parent, {out.name: dumps(atlas, tested)})
    if json:
        results = [{key: row[key] for key in row if key != "geometry"} for row in rows(atlas, tested)]
        print_json({"results": results, "counts": given, "remarks": [line(each, spoken) for each in told]})
    elif table := shown(atlas, tested, spoken):
        print_table(SHOWN, table)
    say_each(told, spoken)
    say(
        Message("against-count", values={key.replace(" ", "_"): count for key, count in given.items()}),
        spoken,
    )
    if strict and given["too brave"]:
        raise typer.Exit(1)
