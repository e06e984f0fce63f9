"""The register of options: a flag means the same thing in every command."""

from pathlib import Path
from typing import Annotated

import typer

from geo.systems import codes

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
TiandituKey = Annotated[
    str | None,
    typer.Option(
        "--tianditu-key",
        metavar="KEY",
        envvar="ZONEMAP_TIANDITU_KEY",
        help="Put your 天地图 key into the pages, in plain text. · 把天地图密钥写进页面（明文）",
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help="Language of messages (or ZONEMAP_LANG). · 提示语言"),
]
Formats = Annotated[
    list[str],
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="geojson, gpkg, shp, kml, kmz, fgb, parquet, csv or dxf; may be repeated. · 格式，可重复",
    ),
]
Crs = Annotated[
    str | None,
    typer.Option("--crs", metavar="EPSG", help=f"{codes()} or any EPSG code. · 坐标系的 EPSG 代码"),
]
Encoding = Annotated[
    str,
    typer.Option("--encoding", metavar="utf-8|gbk", help="Of text in a Shapefile. · Shapefile 文字编码"),
]
StatedCrs = Annotated[
    str | None,
    typer.Option(
        "--crs",
        metavar="EPSG",
        help="Of the file, against what it says itself. · 文件坐标系的 EPSG 代码，优先于文件所述",
    ),
]
StatedEncoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Of the file's text, against what it says itself. · 文件文字编码，优先于文件所述",
    ),
]
StatedSystem = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="gcj02|bd09",
        help="Shifted coordinates of a map service. · 文件坐标为 GCJ-02 或 BD-09",
    ),
]
Database = Annotated[
    str,
    typer.Argument(
        metavar="URL", help="postgresql://user@host:port/database · 数据库地址", show_default=False
    ),
]
Schema = Annotated[str, typer.Option("--schema", metavar="NAME", help="Schema of the tables. · 表所在的模式")]
