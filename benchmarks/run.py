"""Runs every benchmark and writes docs/benchmarks.md: run.py [--repeats N] [--largest ZONES] [--layers DIR].

Time is CPU time of the process (user and system), because other work on the machine moves it little;
memory is the peak of the resident set. What is compared runs by turns, and medians are taken.
"""

import argparse
import datetime as dt
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import madeup

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent


class Cost(NamedTuple):
    cpu_s: float
    memory_mb: float


def cost(words: list[object]) -> Cost:
    """Run a command and say what it took; the output of a command that fails is shown."""
    with tempfile.TemporaryFile() as said:
        run = subprocess.Popen(
            [sys.executable, *map(str, words)],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(
                    [str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
                ),
            },
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace")
        # check says 1 where it finds an error in the layers; a traceback says 1 as well
        if run.returncode not in ((0, 1) if "check" in words else (0,)) or "Traceback" in text:
            sys.exit(f"{words}: {text[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def turns(jobs: dict[str, list[object]], repeats: int) -> dict[str, Cost]:
    """Median cost of each job; one round of all, then the next."""
    rounds = [{name: cost(words) for name, words in jobs.items()} for _ in range(repeats)]
    return {
        name: Cost(*(statistics.median(each[name][i] for each in rounds) for i in range(len(Cost._fields))))
        for name in jobs
    }


def build_table(layers: Path, place: Path, repeats: int) -> list[str]:
    zonemap = ["-m", "mapgen"]
    rival = HERE / "rival.py"
    out = place / "own"
    cost([*zonemap, "build", "--layers", layers, "--out", out])
    plan = min(path.name for path in (out / "geojson").iterdir())
    found = turns(
        {
            "bare `import geopandas, folium`": [rival, "import", out / "geojson", place / "x"],
            "`zonemap build`, everything": [*zonemap, "build", "--layers", layers, "--out", place / "again"],
            f"`zonemap build {plan}`, one plan": [
                *zonemap, "build", plan, "--layers", layers, "--out", place / "again",
            ],
            "`zonemap check`": [*zonemap, "check", "--layers", layers],
            "geopandas.explore of the same layers": [rival, "explore", out / "geojson", place / "explore"],
            "folium-offline of the same layers": [rival, "offline", out / "geojson", place / "offline"],
        },
        repeats,
    )  # fmt: skip
    bare = found["bare `import geopandas, folium`"].cpu_s
    rows = [
        f"| {name} | {each.cpu_s:.2f} | {each.cpu_s / bare:.2f} | {each.memory_mb:.0f} |"
        for name, each in found.items()
    ]
    return ["| what | CPU s | ratio | memory MB |", "|---|---:|---:|---:|", *rows]


def page_table(place: Path, repeats: int) -> tuple[list[str], str]:
    plan = max(
        (place / "own").glob("*.html"),
        key=lambda path: path.stat().st_size * (path.stem not in ("atlas", "index")),
    )
    files = {
        f"zonemap `{plan.name}`": plan,
        "zonemap `atlas.html`": place / "own" / "atlas.html",
        f"geopandas.explore `{plan.name}`": place / "explore" / plan.name,
        f"folium-offline `{plan.name}`": place / "offline" / plan.name,
    }
    run = subprocess.run(
        [sys.executable, HERE / "pages.py", str(repeats), *map(str, files.values())],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(run.stdout)
    rows = []
    for name, file in files.items():
        each = told["pages"][str(file.resolve())]
        figures = [f"{each['bytes'] / 1000:.0f}"]
        for key, digits in (("requests", 0), ("ready_s", 2), ("frame_ms", 0), ("nodes", 0)):
            figures.append(f"{each[key]:.{digits}f}" if key in each else "never")
        rows.append(f"| {name} | " + " | ".join(figures) + " |")
    head = "| page | kB | requests | ready s | frame ms | DOM nodes |"
    return [head, "|---|---:|---:|---:|---:|---:|", *rows], told["chromium"]


def growth_table(place: Path, largest: int, repeats: int) -> list[str]:
    sizes = [10**k for k in range(2, 6) if 10**k <= largest]
    found: dict[str, dict[int, Cost]] = {"check": {}, "build": {}, "export": {}}
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
        rows.append(f"| {name} | " + " | ".join(cells) + f" | {exponent(costs)} |")
    return [
        *rows,
        "",
        "The exponent is fitted from 10,000 zones on, after the time at 100 zones is taken off.",
    ]


def exponent(costs: dict[int, Cost]) -> str:
    """Slope of log time over log size, by least squares, from 10,000 zones on.

    Below that imports and other fixed costs, which vary by a second, are most of the time.
    """
    fixed = costs[min(costs)].cpu_s
    points = [
        (math.log(size), math.log(each.cpu_s - fixed)) for size, each in costs.items() if size >= 10_000
    ]
    if len(points) < 2:
        return "not measured"
    slope, _ = statistics.linear_regression(*zip(*points, strict=True))
    return f"{slope:.2f}"


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


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--largest", type=int, default=100_000)
    options.add_argument("--layers", type=Path, default=ROOT / "layers")
    given = options.parse_args()
    before = os.getloadavg()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        builds = build_table(given.layers, place, given.repeats)
        print("\n".join(builds), flush=True)
        pages, chromium = page_table(place, given.repeats)
        print("\n".join(pages), flush=True)
        growth = growth_table(place, given.largest, given.repeats)
    loads = f"{before[0]:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    text = (HERE / "template.md").read_text("utf-8")
    values = {
        "when": f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC",
        "machine": machine(),
        "chromium": chromium,
        "loads": loads,
        "repeats": given.repeats,
        "builds": "\n".join(builds),
        "pages": "\n".join(pages),
        "growth": "\n".join(growth),
        "notes": (HERE / "notes.md").read_text("utf-8").strip(),
    }
    (ROOT / "docs").mkdir(exist_ok=True)
    (ROOT / "docs" / "benchmarks.md").write_text(text.format_map(values), "utf-8")


if __name__ == "__main__":
    main()
