"""What others make of the same layers: rival.py import|explore|offline|plugins|canvas GEOJSON LAYERS OUT.

"plugins" is "offline" with what folium has of our page's other parts: names, layer control, search,
measuring, coordinates, full screen; "canvas" is "offline" with all on one canvas of Leaflet's, the
fastest that Leaflet has for many elements. GEOJSON is the folder of that name in a build, LAYERS the layers
folder with the water and the baselines.
"""

import html
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
    every = [water[water.geom_type != "Point"], lines[lines["id"].isin(used) & lines.geometry.notna()], *own]
    return [flat(table) for table in every if len(table)]


def flat(table: Any) -> Any:
    """The table with its lists and days as texts: folium writes neither."""
    told = [name for name in table.columns if name != "geometry" and table[name].dtype.kind in "OM"]
    return table.assign(**{name: table[name].map(str, na_action="ignore") for name in told})


def explored(shown: list[Any]) -> Any:
    page = None
    for table in shown:
        page = table.explore(m=page, tiles=None)
    return page


def offline(shown: list[Any], *, with_plugins: bool = False, canvas: bool = False) -> Any:
    import offlinefolium as folium  # the wheel takes folium's place under another name
    from offlinefolium import plugins

    page = folium.Map(tiles=None, prefer_canvas=canvas)
    for number, table in enumerate(shown):
        columns = [name for name in table.columns if name != "geometry"]
        drawn = folium.GeoJson(
            table,
            name=str(number),
            tooltip=folium.GeoJsonTooltip(columns),
            marker=folium.CircleMarker(radius=4) if canvas else None,
        ).add_to(page)
    if with_plugins:
        plugins.Search(drawn, search_label="name").add_to(page)
        for table in shown[2:]:
            for text, kind, at in zip(
                table["name"], table.geom_type, table.representative_point(), strict=True
            ):
                if kind != "Point":  # as ours, which has no room for the names of nodes when it opens
                    folium.Marker((at.y, at.x), icon=folium.DivIcon(html=html.escape(text))).add_to(page)
        for part in (plugins.Fullscreen(), plugins.MeasureControl(), plugins.MousePosition()):
            part.add_to(page)
        folium.LayerControl(collapsed=False).add_to(page)
    west, south, east, north = shown[2].total_bounds.tolist()
    page.fit_bounds([[south, west], [north, east]])
    return page


def main() -> None:
    way = sys.argv[1]
    if way == "import":  # the bare import is measured
        import folium  # noqa: F401
        import geopandas  # noqa: F401

        return
    source, layers, out = map(Path, sys.argv[2:])
    out.mkdir(parents=True, exist_ok=True)
    for plan in sorted(path for path in source.iterdir() if path.is_dir()):
        shown = tables(plan, layers)
        page = (
            explored(shown)
            if way == "explore"
            else offline(shown, with_plugins=way == "plugins", canvas=way == "canvas")
        )
        page.save(str(out / f"{plan.name}.html"))


if __name__ == "__main__":
    main()
