"""``zonemap accept``: a reviewed draft made into the layers of a plan."""

from pathlib import Path
from typing import Annotated

import typer

from mapgen.cli import options


def run(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help=options.told("option-reviewed"))],
    plan: Annotated[str, typer.Option("--plan", metavar="ID", help=options.told("option-plan"))],
    located: Annotated[
        Path | None, typer.Option("--located", metavar="FOUND.geojson", help=options.told("option-located"))
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", metavar="D.json", help=options.told("option-decisions"))
    ] = None,
    tier: Annotated[
        str | None, typer.Option("--all-of-tier", metavar="A", help=options.told("option-all-of-tier"))
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help=options.told("option-replace-plan"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=options.told("option-accept-dry"))] = False,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Write the layers of a plan from a draft, what was located, and the decisions of a review."""
    from layers.catalog import DEFAULT
    from layers.messages import LayerError, Message
    from mapgen.accepting.accept import accept
    from mapgen.accepting.decisions import read_decisions
    from mapgen.accepting.draft import read_draft
    from mapgen.accepting.found import Located, read_located
    from mapgen.accepting.report import lines, summary
    from mapgen.authoring.store import store
    from mapgen.cli.console import language, print_json, say, say_each
    from mapgen.text.texts import line

    spoken = language(lang)
    if tier not in (None, "A"):
        raise LayerError(Message("accept-tier", values={"tier": tier[:20]}))
    if decisions is None and tier is None:
        raise LayerError(Message("accept-undirected"))
    folder = layers or DEFAULT
    read, decided = read_draft(draft), read_decisions(decisions) if decisions else []
    found = read_located(located) if located else Located()
    made = accept(folder, plan, read, decided, found, draft.stem, unseen=tier == "A", replace=replace)
    if not dry_run:
        store(folder, made.files, made.before)
    if json:
        print_json(summary(made, plan, spoken, written=not dry_run))
    else:
        for message in lines(made, plan):
            typer.echo(line(message, spoken))
        say_each(made.remarks, spoken)
    again = f" --layers {layers}" if layers else ""
    values = {"plan": plan, "again": again, "files": ", ".join(sorted(made.files))}
    say(Message("accept-dry" if dry_run else "accept-done", values=values), spoken)
