"""``zonemap areas``: stated areas against computed ones."""

from mapgen import options


def run(
    plans: options.Plans = None,
    layers: options.Layers = None,
    json: options.Json = False,
    lang: options.Language = None,
) -> None:
    """Compare the areas that the plans state with the computed ones. · 规划表述面积与计算面积对照"""
    from mapgen.areas import COLUMNS, area_rows
    from mapgen.session import open_atlas
    from mapgen.talk import print_json, print_table

    atlas, chosen, _ = open_atlas(layers, plans, lang)
    rows = area_rows(atlas, chosen)
    if json:
        print_json(rows)
    else:
        print_table(COLUMNS, rows)
