"""Runs the benchmarks and writes docs/benchmarks.md: run.py [--only PART] [--repeats N] [--largest ZONES].

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
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import crowds
import madeup
from costs import Cost, cost, exponent, turns

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
KEPT = HERE / "measured"
PARTS = ("builds", "pages", "growth", "plans", "roles", "features", "reading")
#: Sizes of made-up plans, with the first that counts for the exponent: below it imports and other fixed
#: costs are most of the time, and a build makes pages, which larger plans do not get.
SIZES = (100, 1_000, 10_000, 30_000, 100_000)
FITTED_FROM = {"check": 10_000, "build": 30_000, "export": 10_000}

#: What there may be very many of, how it is made up, and the sizes at which each command is measured. The
#: pages of a build are in memory before they are written, 0.4 MB each, so that plans end earlier there, and
#: a plan takes an export a quarter of a second.
_LARGE = (100, 1_000, 10_000, 30_000, 100_000)
CROWDS: dict[str, tuple[Callable[[Path, int], Path], dict[str, tuple[int, ...]]]] = {
    "plans": (
        crowds.plans,
        {"check": _LARGE, "build": (10, 100, 300, 1_000), "export": (10, 30, 100, 300)},
    ),
    "roles": (crowds.roles, {"check": _LARGE, "build": (100, 1_000, 3_000, 10_000), "export": _LARGE}),
    "features": (crowds.features, {"import": _LARGE}),
}


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


def growth_table(place: Path, largest: int, repeats: int) -> list[str]:
    sizes = [size for size in SIZES if size <= largest]
    found: dict[str, dict[int, Cost]] = {name: {} for name in FITTED_FROM}
    for size in sizes:
        layers = madeup.make(place / f"madeup-{size}", size)
        jobs = {
            "check": ["-m", "mapgen", "check", "--layers", layers],
            "build": ["-m", "mapgen", "build", "--layers", layers, "--out", place / f"out-{size}"],
            "export": ["-m", "mapgen", "export", "--layers", layers, "--out", place / f"gpkg-{size}"],
        }
        for name, each in turns(jobs, repeats if size < 10_000 else 1).items():
            found[name][size] = each
            print(f"{size} {name}: {each.cpu_s:.1f} s, {each.memory_mb:.0f} MB", flush=True)
    head = "| what | " + " | ".join(f"{size:,} zones" for size in sizes) + " | exponent |"
    rows = [head, "|---|" + "---:|" * (len(sizes) + 1)]
    for name, costs in found.items():
        cells = [f"{each.cpu_s:.1f} s, {each.memory_mb:.0f} MB" for each in costs.values()]
        rows.append(f"| {name} | " + " | ".join(cells) + f" | {exponent(costs, FITTED_FROM[name])} |")
    return rows


def crowd_table(what: str, place: Path, largest: int, repeats: int) -> list[str]:
    """What commands take of very many plans, roles or features to import; a line for each command.

    Interrupted, it ends with the sizes that were measured until then.
    """
    make, commands = CROWDS[what]
    found: dict[str, dict[int, Cost]] = {name: {} for name in commands}
    sizes = sorted({size for sizes in commands.values() for size in sizes if size <= largest})
    with suppress(KeyboardInterrupt):
        for size in sizes:
            layers = make(place / f"{what}-{size}", size)
            for name in (name for name, sizes in commands.items() if size in sizes):
                out = place / f"{what}-{size}-{name}"
                words = {
                    "import": ["import", layers / "import.geojson", "--dry-run"],
                    "check": ["check"],
                }.get(name, [name, "--out", out])
                job = {name: ["-m", "mapgen", *words, "--layers", layers]}
                found[name][size] = each = turns(job, repeats if size < 10_000 else 1)[name]
                print(f"{size} {what}, {name}: {each.cpu_s:.1f} s, {each.memory_mb:.0f} MB", flush=True)
                shutil.rmtree(out, ignore_errors=True)
            shutil.rmtree(layers)
    measured = [size for size in sizes if any(size in costs for costs in found.values())]
    head = "| command | " + " | ".join(f"{size:,} {what}" for size in measured) + " | exponent |"
    rows = [head, "|---|" + "---:|" * (len(measured) + 1)]
    for name, costs in ((name, costs) for name, costs in found.items() if costs):
        cells = [
            f"{costs[size].cpu_s:.1f} s, {costs[size].memory_mb:.0f} MB" if size in costs else "–"
            for size in measured
        ]
        rows.append(f"| {name} | " + " | ".join(cells) + f" | {exponent(costs)} |")
    return rows


def machine() -> str:
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {system}"


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
        elif part in CROWDS:
            found = {part: "\n".join(crowd_table(part, place, given.largest, repeats))}
        elif part == "reading":
            found = {"reading": "\n".join(reading_table(place, repeats))}
        else:
            found = {"growth": "\n".join(growth_table(place, given.largest, repeats))}
        print(found[part], flush=True)
    loads = f"{before[0]:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    taken = "one run" if repeats == 1 else f"medians of {repeats}"
    told = f"{started:%Y-%m-%d %H:%M} UTC · {machine()} · load average {loads} · {taken}"
    return {**found, f"{part}_how": told}


def document() -> str:
    """The text of docs/benchmarks.md, of what was measured last."""
    values = {"notes": (HERE / "notes.md").read_text("utf-8").strip()}
    for part in PARTS:
        kept = KEPT / f"{part}.json"
        lacking = {part: "Not measured yet.", f"{part}_how": "–"}
        values |= json.loads(kept.read_text("utf-8")) if kept.exists() else lacking
    return (HERE / "template.md").read_text("utf-8").format_map(values)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument(
        "--only", choices=[*PARTS, "document"], help="measure one part; take the others as last measured"
    )
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--largest", type=int, default=100_000)
    options.add_argument("--layers", type=Path, default=ROOT / "layers")
    given = options.parse_args()
    KEPT.mkdir(exist_ok=True)
    for part in PARTS if given.only is None else {given.only} - {"document"}:
        found = measure(part, given)
        (KEPT / f"{part}.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
    (ROOT / "docs" / "benchmarks.md").write_text(document(), "utf-8")


if __name__ == "__main__":
    main()
