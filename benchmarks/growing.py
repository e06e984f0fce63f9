"""What commands take of very many zones, plans, roles, and features to import: measured, kept and shown.

Each figure is kept as a number with its moment and the load, so that a command, or a size, can be measured
anew by itself, and an interruption loses nothing.
"""

import datetime as dt
import json
import os
import statistics
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import crowds
import madeup
from costs import Cost, cost, exponent, machine, turns

#: From here on a size is measured once.
LONG = 10_000

#: A size that stands for the start of a command where two others are measured side by side.
START = 100

_LARGE = (100, 1_000, 10_000, 30_000, 100_000)


class Crowd(NamedTuple):
    """What there may be very many of, and at which sizes each command is measured."""

    make: Callable[[Path, int], Path]
    commands: dict[str, tuple[int, ...]]
    #: Sizes that count for a command's exponent start here.
    least: dict[str, int]


CROWDS = {
    # Of up to 20,000 zones a build makes a page, of more it makes none.
    "zones": Crowd(madeup.make, dict.fromkeys(("check", "build", "export"), _LARGE), {"build": 30_000}),
    # A page for each plan takes 0.45 MB of disk, and a plan takes an export half a second: both end at
    # fewer plans.
    "plans": Crowd(
        crowds.plans,
        {"check": _LARGE, "build": (10, 100, 300, 1_000, 3_000, 10_000), "export": (10, 30, 100, 300)},
        {},
    ),
    # Roles of up to 25,000 elements make a page, of more they make none.
    "roles": Crowd(crowds.roles, dict.fromkeys(("check", "build", "export"), _LARGE), {"build": 30_000}),
    "features": Crowd(crowds.features, {"import": _LARGE}, {}),
}

#: By command and size: seconds, memory, moment, number of runs, load before and after, machine.
Kept = dict[str, dict[str, dict[str, Any]]]


def read(kept: Path) -> dict[str, Any]:
    """What was measured last; nothing if nothing was."""
    return json.loads(kept.read_text("utf-8")) if kept.exists() else {}


def measure(
    what: str, kept: Path, repeats: int, sizes: Sequence[int] | None, commands: Sequence[str] | None
) -> None:
    """Measure commands on what there may be very many of, and keep each figure as soon as it is known.

    Parameters
    ----------
    what : str
        A key of `CROWDS`.
    kept : Path
        File that keeps the figures.
    repeats : int
        Runs of sizes below `LONG`.
    sizes : sequence of int, optional
        All if not given.
    commands : sequence of str, optional
        All if not given.
    """
    crowd = CROWDS[what]
    for size in sorted({size for own in crowd.commands.values() for size in own}):
        names = [
            name
            for name, own in crowd.commands.items()
            if size in own and size in (sizes or own) and name in (commands or crowd.commands)
        ]
        if names:
            with tempfile.TemporaryDirectory() as scratch:
                _measure(what, names, size, Path(scratch), kept, repeats if size < LONG else 1)


def beside(what: str, name: str, small: int, large: int, kept: Path) -> None:
    """Measure a command at two sizes side by side, the smaller again and again until the larger has ended.

    CPU seconds of the same work differ by up to a half on a machine whose cores share their caches, and
    the load changes between one size and the next; side by side both sizes find the same load.

    Parameters
    ----------
    what : str
        A key of `CROWDS`.
    name : str
        The command.
    small, large : int
        The sizes.
    kept : Path
        File that keeps the figures of all crowds.
    """
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(1) as other:
        jobs = {}
        for size in (small, large):
            place = Path(scratch) / str(size)
            jobs[size] = _words(name, CROWDS[what].make(place / "layers", size), place)
        moment, runs = f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M}", []
        longer = other.submit(cost, jobs[large])
        while not runs or not longer.done():
            runs.append(cost(jobs[small]).cpu_s)
        # The last one may have run by itself for the most part.
        counted, all_of_large = runs[:-1] or runs, longer.result().cpu_s
        place = Path(scratch) / "start"
        start = cost(_words(name, CROWDS[what].make(place / "layers", START), place)).cpu_s
    figures = {
        "small": small, "large": large, "small_s": round(statistics.median(counted), 2),
        "large_s": round(all_of_large, 2), "start_s": round(start, 2), "runs": len(counted),
        "moment": moment, "load": round(os.getloadavg()[0], 1), "machine": machine(),
    }  # fmt: skip
    print(f"{what}, {name}, side by side: {figures}", flush=True)
    found = read(kept)
    found.setdefault(what, {})[name] = figures
    kept.write_text(json.dumps(found, indent=1), "utf-8")


def beside_table(found: Kept) -> list[str]:
    """What was measured side by side, by crowd and command, as a table under its machines."""
    rows = [
        machines(found),
        "",
        "| what | smaller | larger | exponent | measured |",
        "|---|---:|---:|---:|---|",
    ]
    for what, commands in found.items():
        for name, each in commands.items():
            sizes = {START: Cost(each["start_s"], 0)} | {
                each[size]: Cost(each[f"{size}_s"], 0) for size in ("small", "large")
            }
            taken = "one run" if each["runs"] == 1 else f"median of {each['runs']}"
            rows.append(
                f"| {name}, {what} | {each['small']:,}: {each['small_s']:.1f} s, {taken} "
                f"| {each['large']:,}: {each['large_s']:.1f} s | {exponent(sizes, each['small'])} "
                f"| {each['moment'][:10]}, load {each['load']:.0f} |"
            )
    return rows


def _words(name: str, layers: Path, place: Path) -> list[object]:
    """A command on layers; what it writes goes to a place."""
    words = {"import": ["import", layers / "import.geojson", "--dry-run"], "check": ["check"]}.get(
        name, [name, "--out", place / name]
    )
    return ["-m", "mapgen", *words, "--layers", layers]


def _measure(what: str, names: list[str], size: int, place: Path, kept: Path, runs: int) -> None:
    """One size."""
    layers = CROWDS[what].make(place / "layers", size)
    for name in names:
        moment, before = f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M}", os.getloadavg()[0]
        (each,) = turns({name: _words(name, layers, place)}, runs).values()
        print(f"{size} {what}, {name}: {each.cpu_s:.1f} s, {each.memory_mb:.0f} MB", flush=True)
        found: Kept = read(kept)
        found.setdefault(name, {})[str(size)] = {
            "cpu_s": round(each.cpu_s, 2),
            "memory_mb": round(each.memory_mb),
            "moment": moment,
            "runs": runs,
            "loads": [round(before, 1), round(os.getloadavg()[0], 1)],
            "machine": machine(),
        }
        kept.write_text(json.dumps(found, indent=1), "utf-8")


def machines(found: Kept) -> str:
    """On which machines anything was measured."""
    return " and ".join(dict.fromkeys(each["machine"] for own in found.values() for each in own.values()))


def how(found: Kept) -> str:
    """On which machines, and how often each size was measured."""
    runs = sorted({each["runs"] for own in found.values() for each in own.values()})
    taken = "one run" if runs == [1] else f"medians of up to {runs[-1]}, one run from {LONG:,} on"
    return f"{machines(found)} · {taken}"


def table(what: str, found: Kept) -> list[str]:
    """The figures as a table, a line for each command."""
    costs = {
        name: {int(size): Cost(each["cpu_s"], each["memory_mb"]) for size, each in found[name].items()}
        for name in CROWDS[what].commands
        if name in found
    }
    sizes = sorted({size for own in costs.values() for size in own})
    head = "| command | " + " | ".join(f"{size:,} {what}" for size in sizes) + " | exponent | measured |"
    rows = [head, "|---|" + "---:|" * (len(sizes) + 1) + "---|"]
    for name, own in costs.items():
        cells = [
            f"{own[size].cpu_s:.1f} s, {own[size].memory_mb:.0f} MB" if size in own else "–" for size in sizes
        ]
        slope = exponent(own, CROWDS[what].least.get(name, 0))
        rows.append(f"| {name} | " + " | ".join([*cells, slope, _measured(found[name].values())]) + " |")
    return rows


def _measured(figures: Iterable[dict[str, Any]]) -> str:
    """On which days, and at which loads."""
    every = list(figures)
    days = sorted({each["moment"][:10] for each in every})
    loads = [load for each in every for load in each["loads"]]
    return f"{' to '.join(dict.fromkeys((days[0], days[-1])))}, load {min(loads):.0f} to {max(loads):.0f}"
