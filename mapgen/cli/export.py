"""``zonemap export``: the layers in the formats that GIS staff use."""

from pathlib import Path

from mapgen.cli import options


def run(
    plans: options.Plans = None,
    formats: options.Formats = ("gpkg",),  # type: ignore[assignment]
    crs: options.Crs = None,
    out: options.Out = Path("output/export"),
    encoding: options.Encoding = "utf-8",
    layers: options.Layers = None,
    lang: options.Language = None,
) -> None:
    """Export layers for QGIS, ArcGIS, CAD, spreadsheets. · 导出图层供 GIS、CAD、表格软件使用"""
    from mapgen.cli.console import fail, say
    from mapgen.cli.session import ask_for_description, open_atlas
    from mapgen.exporting.delivery import exports
    from mapgen.exporting.problems import ExportError
    from mapgen.files.writing import write_all

    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    ask_for_description(atlas, spoken)
    try:
        made = exports(atlas, chosen, list(formats), crs, encoding)
    except ExportError as error:
        fail("\n".join(remark.text(spoken) for remark in error.remarks))
    for remark in made.remarks:
        say(remark.text(spoken))
    for name, content in made.files.items():
        say(f"{name}  {len(content) / 1024:.0f} KB")
    write_all(out, made.files, spoken)
    count = len(made.files)
    say({"zh": f"已写入 {out}：{count} 个文件", "en": f"wrote {count} files to {out}"}[spoken])
