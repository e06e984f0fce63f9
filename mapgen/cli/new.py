"""``zonemap new``: a plan of the user's own."""

from typing import Annotated

import typer

from mapgen.cli import options


def run(
    plan: Annotated[
        str,
        typer.Argument(metavar="PLAN", help=options.told("option-plan")),
    ],
    layers: options.Layers = None,
    lang: options.Language = None,
) -> None:
    """Begin a plan: a folder with a commented plan.toml and a worked example."""
    from layers.catalog import DEFAULT
    from layers.messages import Message
    from mapgen.authoring.newplan import new_plan
    from mapgen.authoring.store import store
    from mapgen.cli.console import language, say

    spoken = language(lang)
    folder = layers or DEFAULT
    files, before = new_plan(folder, plan)
    store(folder, files, before)
    for name in files:
        typer.echo(folder / name)
    again = f" --layers {layers}" if layers else ""
    say(Message("new-next", values={"plan": plan, "again": again}), spoken)
