"""``zonemap new``: a plan of the user's own."""

from typing import Annotated

import typer

from mapgen.cli import options


def run(
    plan: Annotated[
        str,
        typer.Argument(
            metavar="PLAN", help="Id: lower-case letters, digits, hyphens. · 规划编号：小写字母、数字、连字符"
        ),
    ],
    layers: options.Layers = None,
    lang: options.Language = None,
) -> None:
    """Begin a plan: a folder with a commented plan.toml and a worked example. · 新建规划目录，含示例"""
    from layers.catalog import DEFAULT
    from layers.problems import LayerError, message
    from mapgen.authoring.newplan import new_plan
    from mapgen.authoring.store import store
    from mapgen.cli.console import fail_layers, language, say

    spoken = language(lang)
    folder = layers or DEFAULT
    try:
        files, before = new_plan(folder, plan)
        store(folder, files, before)
    except LayerError as error:
        fail_layers(error, spoken)
    for name in files:
        typer.echo(folder / name)
    again = f" --layers {layers}" if layers else ""
    say(message("new-next", {"plan": plan, "again": again}, spoken))
