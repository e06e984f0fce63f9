"""What others make of the same layers: rival.py import|explore|offline|plugins GEOJSON LAYERS OUT.

GEOJSON is the folder of that name in a build, LAYERS the layers folder with the water and the baselines.
"""

import sys
from pathlib import Path
from typing import Any


def tables(plan: Path, layers: Path) -> list[Any]:
    """What our page of a plan draws when it opens, bottom first: water, baselines, zones, axes, nodes."""
    import geopandas as gpd

    water = gpd.read_file(layers / "context.geojson")
    lines = gpd.read_file(layers / "baselines.geojson")
    used = gpd.read_file(plan / "boundaries.geojson")["baseline_id"]
    own = [gpd.read_file(plan / f"{name}.geojson") for name in ("zones", "axes", "nodes")]
    every = [water[water.geom_type != "Point"], lines[lines["id"].isin(used)], *own]
    return [table for table in every if len(table)]


def main() -> None:
    way = sys.argv[1]
    if way in {"offline", "plugins"}:  # the wheel takes folium's place under another name
        import offlinefolium as folium
        from offlinefolium import plugins
    else:
        import folium
    import geopandas  # noqa: F401  the bare import is measured

    if way == "import":
        return
    source, layers, out = map(Path, sys.argv[2:])
    out.mkdir(parents=True, exist_ok=True)
    for plan in sorted(path for path in source.iterdir() if path.is_dir()):
        shown = tables(plan, layers)
        page = None if way == "explore" else folium.Map(tiles=None)
        for number, table in enumerate(shown):
            if way == "explore":
                page = table.explore(m=page, tiles=None)
                continue
            columns = [name for name in table.columns if name != "geometry"]
            name = f"{plan.name} {number}"
            drawn = folium.GeoJson(table, name=name, tooltip=folium.GeoJsonTooltip(columns)).add_to(page)
            if way == "plugins" and number == len(shown) - 1:
                plugins.Search(drawn, search_label="name").add_to(page)
        if way == "plugins":
            for part in (plugins.Fullscreen(), plugins.MeasureControl(), plugins.MousePosition()):
                part.add_to(page)
            folium.LayerControl(collapsed=False).add_to(page)
        if way != "explore":
            west, south, east, north = shown[2].total_bounds.tolist()
            page.fit_bounds([[south, west], [north, east]])
        page.save(str(out / f"{plan.name}.html"))


if __name__ == "__main__":
    main()
