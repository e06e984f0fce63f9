"""The register of options: a flag means the same thing in every command."""

from pathlib import Path
from typing import Annotated

import typer

from geo.systems import codes
from mapgen.exporting.formats import FORMATS
from mapgen.text.texts import both


def told(topic: str, **values: object) -> str:
    """What ``--help`` says of a command or an option, in both languages: none has been chosen yet."""
    return both(f"help-{topic}", "en", "zh", **values)


Plans = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PLAN]…", help=told("option-plans")),
]
Layers = Annotated[
    Path | None,
    typer.Option("--layers", metavar="DIR", help=told("option-layers")),
]
Json = Annotated[bool, typer.Option("--json", help=told("option-json"))]
Alternatives = Annotated[bool, typer.Option("--alternatives", help=told("option-alternatives"))]
Compare = Annotated[bool, typer.Option("--compare", help=told("option-compare"))]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help=told("option-out"))]
TiandituKey = Annotated[
    str | None,
    typer.Option(
        "--tianditu-key",
        metavar="KEY",
        envvar="ZONEMAP_TIANDITU_KEY",
        help=told("option-tianditu-key"),
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help=told("option-lang")),
]
Formats = Annotated[
    list[str],
    typer.Option(
        "--format",
        metavar="|".join(FORMATS),
        help=told("option-format"),
    ),
]
Crs = Annotated[
    str | None,
    typer.Option("--crs", metavar="EPSG", help=told("option-crs", systems=codes())),
]
Encoding = Annotated[
    str,
    typer.Option("--encoding", metavar="utf-8|gbk", help=told("option-encoding")),
]
StatedCrs = Annotated[
    str | None,
    typer.Option("--crs", metavar="EPSG", help=told("option-stated-crs")),
]
TableCrs = Annotated[
    str | None,
    typer.Option("--crs", metavar="EPSG", help=told("option-tally-crs", systems=codes())),
]
ReviewPage = Annotated[
    Path | None,
    typer.Option("--page", metavar="FILE.html", help=told("option-page")),
]
StatedEncoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help=told("option-stated-encoding")),
]
StatedSystem = Annotated[
    str | None,
    typer.Option("--from", metavar="gcj02|bd09|wgs84", help=told("option-from")),
]
Against = Annotated[
    list[Path] | None,
    typer.Option("--against", metavar="FILE", help=told("option-against")),
]
Unnamed = Annotated[bool, typer.Option("--unnamed", help=told("option-unnamed"))]
Database = Annotated[
    str,
    typer.Argument(metavar="URL", help=told("option-url"), show_default=False),
]
Schema = Annotated[str, typer.Option("--schema", metavar="NAME", help=told("option-schema"))]
