"""Runs the benchmarks and writes docs/benchmarks.md: run.py [--only PART] [--repeats N] [--help].

What was measured is kept in benchmarks/measured/, so that a part can be measured anew by itself; the
document has all that was measured last, and says of a part that never was so. `--only document` measures
nothing and writes it.

Time is CPU time of the process (user and system), because other work on the machine moves it little;
memory is the peak of the resident set. What is compared runs by turns, and medians are taken.
"""

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import growing
import madeup
from costs import cost, machine, turns

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
KEPT = HERE / "measured"
PARTS = ("builds", "pages", "owning", *growing.CROWDS, "reading", "tallying")


def build_table(layers: Path, place: Path, repeats: int) -> list[str]:
    zonemap = ["-m", "mapgen"]
    rival = HERE / "rival.py"
    out = place / "own"
    cost([*zonemap, "build", "--layers", layers, "--out", out])
    plan = min(path.name for path in (out / "geojson").iterdir())
    given = [out / "geojson", layers]
    found = turns(
        {
            "bare `import geopandas, folium`": [rival, "import"],
            "`zonemap build`, everything": [*zonemap, "build", "--layers", layers, "--out", place / "again"],
            f"`zonemap build {plan}`, one plan": [
                *zonemap, "build", plan, "--layers", layers, "--out", place / "again",
            ],
            "`zonemap check`": [*zonemap, "check", "--layers", layers],
            "geopandas.explore of the same layers": [rival, "explore", *given, place / "explore"],
            "folium-offline of the same layers": [rival, "offline", *given, place / "offline"],
        },
        repeats,
    )  # fmt: skip
    bare = found["bare `import geopandas, folium`"].cpu_s
    rows = [
        f"| {name} | {each.cpu_s:.2f} | {each.cpu_s / bare:.2f} | {each.memory_mb:.0f} |"
        for name, each in found.items()
    ]
    return ["| what | CPU s | ratio | memory MB |", "|---|---:|---:|---:|", *rows]


def page_table(layers: Path, place: Path, repeats: int) -> tuple[list[str], str]:
    own, rival = place / "own", HERE / "rival.py"
    cost(["-m", "mapgen", "build", "--layers", layers, "--out", own])
    for way in ("offline", "plugins"):
        cost([rival, way, own / "geojson", layers, place / way])
    empty = place / "empty.html"
    empty.write_text("<!DOCTYPE html><meta charset=utf-8><title>empty</title>", "utf-8")
    large = madeup.make(place / "large-layers", 2_000, points=1_000)
    cost(["-m", "mapgen", "build", "--layers", large, "--out", place / "large"])
    cost([rival, "canvas", place / "large" / "geojson", large, place / "canvas"])
    files = {"an empty page": empty, "zonemap `atlas`": own / "atlas.html"}
    for plan in sorted(path.name for path in (own / "geojson").iterdir()):
        files[f"zonemap `{plan}`"] = own / f"{plan}.html"
        files[f"folium-offline `{plan}`"] = place / "offline" / f"{plan}.html"
        files[f"folium-offline `{plan}`, with plugins"] = place / "plugins" / f"{plan}.html"
    files["zonemap, 2,000 zones and 20,000 points"] = place / "large" / "madeup.html"
    files["folium-offline, 2,000 zones and 20,000 points"] = place / "canvas" / "madeup.html"
    run = subprocess.run(
        [sys.executable, HERE / "pages.py", str(repeats), *map(str, files.values())],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(run.stdout)
    columns = ("requests", "drawn_ms", "complete_ms", "drag_ms", "frame_ms", "zoom_ms", "search_ms", "nodes")
    rows = []
    for name, file in files.items():
        each = told["pages"][str(file.resolve())]
        figures = [f"{each['bytes'] / 1000:.0f}"]
        for key in columns:
            digits = 1 if key == "search_ms" else 0
            figures.append(
                "never" if key not in each else "–" if each[key] is None else f"{each[key]:.{digits}f}"
            )
        ratio = "–"
        theirs = files.get(name.replace("zonemap", "folium-offline"))
        if name.startswith("zonemap") and theirs and "drawn_ms" in each:
            ratio = f"{each['drawn_ms'] / told['pages'][str(theirs.resolve())]['drawn_ms']:.2f}"
        rows.append(f"| {name} | " + " | ".join([*figures[:3], ratio, *figures[3:]]) + " |")
    head = (
        "| page | kB | requests | drawn ms | ratio | complete ms | drag ms | pan ms | zoom ms | search ms"
        " | DOM nodes |"
    )
    return [head, "|---" + "|---:" * 10 + "|", *rows], told["chromium"]


def own_table(layers: Path, place: Path, repeats: int) -> list[str]:
    """What a page takes for a table of a reader's own."""
    cost(["-m", "mapgen", "build", "guangzhou", "--layers", layers, "--out", place / "own"])
    words = [str(repeats), place / "own" / "guangzhou.html", place]
    run = subprocess.run(
        [sys.executable, HERE / "owning.py", *words], capture_output=True, text=True, check=True
    )
    heads = ["file", "rows", "MB", "read s", "placed and counted s", "together s"]
    moves = {
        "far_drag_ms": "drag",
        "far_pan_ms": "pan",
        "near_drag_ms": "drag, near",
        "near_pan_ms": "pan, near",
    }
    rows = []
    for each in json.loads(run.stdout)["tables"]:
        figures = ["–"] * 4
        if each["rows"]:
            read, count = each["read_ms"][0] / 1000, each["count_ms"][0] / 1000
            figures = [f"{each['bytes'] / 1e6:.1f}", *(f"{took:.2f}" for took in (read, count, read + count))]
        frames = ["{:.0f} ({:.0f})".format(*each[key]) if key in each else "–" for key in moves]
        rows.append(f"| {each['kind']} | {each['rows']:,} | " + " | ".join([*figures, *frames]) + " |")
    head = " | ".join([*heads, *(f"{move} ms" for move in moves.values())])
    return [f"| {head} |", "|---" + "|---:" * 9 + "|", *rows]


def reading_table(place: Path, repeats: int) -> list[str]:
    """What it costs to read a small file in a process of its own."""
    layers = madeup.make(place / "small", 10)
    cost(["-m", "mapgen", "export", "--layers", layers, "--format", "geojson", "--out", place / "out"])
    (file,) = (place / "out").rglob("madeup_nodes.geojson")
    found = turns({way: [HERE / "reading.py", way, file] for way in ("within", "apart")}, repeats)
    rows = [f"| {way} | {each.cpu_s:.2f} | {each.memory_mb:.0f} |" for way, each in found.items()]
    within, apart = found["within"], found["apart"]
    extra = f"| difference | {apart.cpu_s - within.cpu_s:.2f} | |"
    return ["| where it is read | CPU s | memory MB |", "|---|---:|---:|", *rows, extra]


def measure(part: str, given: argparse.Namespace) -> dict[str, str]:
    """What a part gives the document, by the names of the template's places."""
    started, before = dt.datetime.now(dt.UTC), os.getloadavg()
    repeats = max(given.repeats, 15) if part == "pages" else given.repeats
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        if part == "builds":
            found = {"builds": "\n".join(build_table(given.layers, place, repeats))}
        elif part == "pages":
            pages, chromium = page_table(given.layers, place, repeats)
            found = {"pages": "\n".join(pages), "chromium": chromium}
        elif part == "owning":
            found = {"owning": "\n".join(own_table(given.layers, place, repeats))}
        else:
            found = {"reading": "\n".join(reading_table(place, repeats))}
        print(found[part], flush=True)
    loads = f"{before[0]:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    taken = "one run" if repeats == 1 else f"medians of {repeats}"
    told = f"{started:%Y-%m-%d %H:%M} UTC · {machine()} · load average {loads} · {taken}"
    return {**found, f"{part}_how": told}


def document() -> str:
    """The text of docs/benchmarks.md, of what was measured last."""
    values = {"notes": (HERE / "notes.md").read_text("utf-8").strip()}
    beside = growing.read(KEPT / "beside.json")
    values["beside"] = "\n".join(growing.beside_table(beside)) if beside else "Not measured yet."
    for part in PARTS:
        found = growing.read(KEPT / f"{part}.json")
        if part in growing.CROWDS and found:
            found = {part: "\n".join(growing.table(part, found)), f"{part}_how": growing.how(found)}
        values |= found or {part: "Not measured yet.", f"{part}_how": "–"}
    return (HERE / "template.md").read_text("utf-8").format_map(values)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument(
        "--only", choices=[*PARTS, "document"], help="measure one part; take the others as last measured"
    )
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--sizes", type=int, nargs="+", help="measure zones, plans … at these sizes only")
    options.add_argument("--commands", nargs="+", help="measure zones, plans … with these commands only")
    options.add_argument("--beside", action="store_true", help="measure two sizes of a part side by side")
    options.add_argument("--layers", type=Path, default=ROOT / "layers")
    given = options.parse_args()
    if given.beside and not (given.only in growing.CROWDS and len(given.sizes or ()) == 2 and given.commands):
        options.error(
            "--beside needs --only with zones, plans, roles or features, two --sizes, and --commands"
        )
    KEPT.mkdir(exist_ok=True)
    for part in PARTS if given.only is None else {given.only} - {"document"}:
        kept = KEPT / f"{part}.json"
        if given.beside:
            for name in given.commands:
                growing.beside(part, name, *sorted(given.sizes), KEPT / "beside.json")
        elif part == "tallying":
            words = [HERE / "tallying.py", "--repeats", str(min(given.repeats, 3))]
            subprocess.run([sys.executable, *words], check=True)
        elif part in growing.CROWDS:
            growing.measure(part, kept, given.repeats, given.sizes, given.commands)
        else:
            kept.write_text(json.dumps(measure(part, given), ensure_ascii=False, indent=1), "utf-8")
    (ROOT / "docs" / "benchmarks.md").write_text(document(), "utf-8")


if __name__ == "__main__":
    main()
