"""``zonemap build``: maps, GeoJSON and the area check."""

from pathlib import Path

from mapgen import options


def run(
    plans: options.Plans = None,
    out: options.Out = Path("output"),
    layers: options.Layers = None,
    lang: options.Language = None,
) -> None:
    """Build the maps, the GeoJSON layers and the area check. · 生成地图、GeoJSON 与面积对照表"""
    from mapgen.product import products
    from mapgen.session import open_atlas
    from mapgen.talk import say
    from mapgen.writing import write_all

    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    files = {}
    for name, content in products(atlas, chosen):
        say(f"{name}  {len(content) / 1024:.0f} KB")
        files[name] = content
    write_all(out, files, spoken)
    say({"zh": f"已写入 {out}：{len(files)} 个文件", "en": f"wrote {len(files)} files to {out}"}[spoken])
