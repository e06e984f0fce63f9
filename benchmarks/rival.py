"""What others make of the same layers: rival.py import|explore|offline GEOJSON OUT."""

import sys
from pathlib import Path


def main() -> None:
    way, source, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if way == "offline":  # the wheel takes folium's place under another name
        import offlinefolium as folium
    else:
        import folium
    import geopandas as gpd

    if way == "import":
        return
    out.mkdir(parents=True, exist_ok=True)
    for plan in sorted(path for path in source.iterdir() if path.is_dir()):
        tables = [gpd.read_file(path) for path in sorted(plan.glob("*.geojson"))]
        tables = [table for table in tables if len(table)]
        if way == "explore":
            page = None
            for table in tables:
                page = table.explore(m=page, tiles=None)
        else:
            page = folium.Map(tiles=None)
            for table in tables:
                columns = [name for name in table.columns if name != "geometry"]
                folium.GeoJson(table, tooltip=folium.GeoJsonTooltip(columns)).add_to(page)
            west, south, east, north = tables[0].total_bounds.tolist()
            page.fit_bounds([[south, west], [north, east]])
        page.save(str(out / f"{plan.name}.html"))


if __name__ == "__main__":
    main()
