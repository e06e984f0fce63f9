"""``zonemap build``: maps, GeoJSON and the area check."""

from pathlib import Path
from typing import Annotated

import typer

from mapgen.cli import options


def run(
    plans: options.Plans = None,
    out: options.Out = Path("output"),
    layers: options.Layers = None,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="Write nothing; exit status 1 if the folder is not what the layers make. · 只核对，不写入",
        ),
    ] = False,
    tianditu_key: options.TiandituKey = None,
    lang: options.Language = None,
) -> None:
    """Build the maps, the GeoJSON layers and the area check. · 生成地图、GeoJSON 与面积对照表"""
    from mapgen.cli.console import say
    from mapgen.cli.session import ask_for_description, open_atlas
    from mapgen.files.writing import write_all
    from mapgen.pages.site import MAX_ELEMENTS, products, too_large

    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    if not verify:
        ask_for_description(atlas, spoken)
    for page, count in too_large(atlas, chosen).items():
        say(
            {
                "zh": f"{page}.html: 未生成：有 {count} 个要素，一个页面最多 {MAX_ELEMENTS} 个；"
                "请把规划拆成几个，或在 QGIS 中打开 geojson 与导出文件",
                "en": f"{page}.html: left out: {count} elements are more than the {MAX_ELEMENTS} that a page "
                "bears; split the plan into several, or open the GeoJSON or an export in QGIS",
            }[spoken]
        )
    files = {}
    keys = {"tianditu": tianditu_key} if tianditu_key else {}
    for name, content in products(atlas, chosen, keys):
        if not verify:
            say(f"{name}  {len(content) / 1024:.0f} KB")
        files[name] = content
    if verify:
        _verify(out, files, spoken, whole=len(chosen) == len(atlas.catalog.plans))
        return
    write_all(out, files, spoken)
    say({"zh": f"已写入 {out}：{len(files)} 个文件", "en": f"wrote {len(files)} files to {out}"}[spoken])


def _verify(out: Path, files: dict[str, bytes], spoken: str, *, whole: bool) -> None:
    from mapgen.cli.console import say
    from mapgen.files.verify import verify as compare_files

    found = compare_files(out, files, spoken)
    for name in found.lacking:
        typer.echo({"zh": f"缺少\t{name}", "en": f"missing\t{name}"}[spoken])
    for name in found.differing:
        typer.echo({"zh": f"不同\t{name}", "en": f"differs\t{name}"}[spoken])
    if whole and found.left_over:
        names = ", ".join(found.left_over)
        say(
            {
                "zh": f"{out} 中还有图层已不再生成的文件：{names}；可以删除",
                "en": f"{out} also holds files that the layers no longer make: {names}; they may be removed",
            }[spoken]
        )
    count = len(found.lacking) + len(found.differing)
    if found:
        say(
            {
                "zh": f"{out}：{len(files)} 个文件中有 {count} 个与图层不符；请运行 zonemap build",
                "en": f"{out}: {count} of {len(files)} files are not what the layers make; run zonemap build",
            }[spoken]
        )
        raise typer.Exit(1)
    say(
        {
            "zh": f"{out}：{len(files)} 个文件都与图层相符",
            "en": f"{out}: all {len(files)} files are what the layers make",
        }[spoken]
    )
