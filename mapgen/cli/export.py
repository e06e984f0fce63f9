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
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Export layers for QGIS, ArcGIS, CAD, spreadsheets."""
    from layers.messages import Message
    from mapgen.cli.console import note, print_json, say, say_each
    from mapgen.cli.session import ask_for_description, open_atlas
    from mapgen.exporting.delivery import exports, superseded
    from mapgen.files.writing import write_all
    from mapgen.text.texts import line

    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    ask_for_description(atlas, spoken)
    made = exports(atlas, chosen, list(formats), crs, encoding)
    removed, edited = superseded(out, made.files)
    remarks = [*made.remarks]
    for code, names in (("export-superseded", removed), ("export-superseded-edited", edited)):
        if names:
            remarks.append(Message(code, str(out), values={"names": ", ".join(names)}))
    for name, content in made.files.items():
        note(f"{name}  {len(content) / 1024:.0f} KB")
    write_all(out, made.files, removed)
    say_each(remarks, spoken)
    if json:
        told = [line(each, spoken) for each in remarks]
        print_json({"files": list(made.files), "removed": removed, "remarks": told})
    say(Message("output-written", values={"folder": out, "count": len(made.files)}), spoken)
