"""How well a count spreads over workers of Dask: spreading.py [--points N] [--repeats N] [--place DIR].

One worker with one thread, then two, by turns, each set started anew, so that both build their cells. What is
timed is the count from the first part to the last, after all imports. Efficiency is the clock time of one
over twice that of two; it needs an idle machine with two cores, so the load before and after stands beside
it. The CPU time of one over that of two together says what two workers do that one alone would not.
"""

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tallying import ROOT, make_points, make_zones

FILES = 16


@contextmanager
def cluster(place: Path, workers: int) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and workers of one thread each; its address, and their numbers."""
    from distributed import Client

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    told = Path(tempfile.mkdtemp(dir=place)) / "scheduler.json"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(told)]
    worker += ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(told.parent)]
    words = [[*dask, "--no-dashboard", "--scheduler-file", str(told)], *[worker] * workers]
    started = [
        subprocess.Popen(each, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for each in words
    ]
    try:
        while not told.exists():
            time.sleep(0.05)
        address = str(json.loads(told.read_text("utf-8"))["address"])
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
            client.run(ready)
        yield address, [each.pid for each in started[1:]]
    finally:
        for each in reversed(started):
            each.kill()
            each.wait()


def ready() -> None:
    """Load in a worker what a part needs."""
    import mapgen.tallying.parts
    import mapgen.tallying.reading

    mapgen.tallying.reading.require_duckdb()


def cpu(pids: list[int]) -> float:
    """CPU seconds that processes have taken."""
    told = [Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split() for pid in pids]
    return sum(int(each[11]) + int(each[12]) for each in told) / os.sysconf("SC_CLK_TCK")


def counted(address: str, files: list[Path], zones: Path) -> tuple[float, int]:
    """Seconds by the clock that a count takes, and the pairs that it finds."""
    import pickle

    import mapgen.tallying.cluster  # noqa: F401 - loaded before the clock starts
    from mapgen.tallying.columns import Asked
    from mapgen.tallying.parts import Kept
    from mapgen.tallying.run import all_parts, tally

    told = pickle.loads(zones.read_bytes())  # noqa: S301 - our own
    asked = Asked(x="lon", y="lat")
    parts = all_parts(files)
    begun = time.monotonic()
    result = tally(parts, told, asked, Kept(None, told, asked), lambda *_: None, address)
    return time.monotonic() - begun, sum(row["count"] for row in result.rows)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--points", type=int, default=200_000_000)
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--place", type=Path, help="a folder with 4 GB of room")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.place) as scratch:
        import pickle

        place = Path(scratch)
        zones = make_zones(place, ["real"])["real"]
        told = pickle.loads(zones.read_bytes())  # noqa: S301 - our own
        files = [place / f"{at}.parquet" for at in range(FILES)]
        make_points(told, given.points // FILES, files[0])
        for file in files[1:]:
            file.write_bytes(files[0].read_bytes())
        rows: list[dict[str, Any]] = []
        for _ in range(given.repeats):
            for workers in (1, 2):
                before = os.getloadavg()[0]
                with cluster(place, workers) as (address, pids):
                    begun = cpu(pids)
                    clock, pairs = counted(address, files, zones)
                    row = {"workers": workers, "clock_s": clock, "cpu_s": cpu(pids) - begun, "pairs": pairs}
                rows.append({**row, "load": [before, os.getloadavg()[0]]})
                print(rows[-1], file=sys.stderr, flush=True)
    one, two = (
        {
            what: statistics.median(row[what] for row in rows if row["workers"] == workers)
            for what in ("clock_s", "cpu_s")
        }
        for workers in (1, 2)
    )
    found = {
        "moment": f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M}",
        "points": given.points,
        "efficiency": one["clock_s"] / two["clock_s"] / 2,
        "efficiency_cpu": one["cpu_s"] / two["cpu_s"],
        "runs": rows,
    }
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
