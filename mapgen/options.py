"""The register of options: a flag means the same thing in every command."""

from pathlib import Path
from typing import Annotated

import typer

Plans = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PLAN]…", help="Plans by id; all without it. · 规划编号，默认全部"),
]
Layers = Annotated[
    Path | None,
    typer.Option("--layers", metavar="DIR", help="Another layers folder. · 另一图层目录"),
]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout, for programs. · 输出 JSON")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to. · 输出目录")]
Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help="Language of messages (or ZONEMAP_LANG). · 提示语言"),
]
