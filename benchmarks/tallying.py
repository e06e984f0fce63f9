"""What it costs to count points in zones, side by side with others: tallying.py [--help].

Each way runs in a process of its own and says what its work took after all imports: CPU time of all its
threads, and the peak of its memory. Points are made up evenly over the extent of the zones, in Parquet.
DuckDB's spatial extension is a rival only where a Python is named that has it (``--spatial PYTHON``, of an
environment with ``duckdb`` and ``duckdb-extension-spatial``): zonemap neither needs nor loads it.
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
KEPT = HERE / "measured" / "tallying.json"
MADE_UP = 10_000


def scan(points: str, *_: str) -> int:
    """The bare scan: both columns are read and summed."""
    import duckdb

    base = duckdb.connect()
    begin()
    return int(base.sql(f"SELECT count(*), sum(lon), sum(lat) FROM '{points}'").fetchall()[0][0])  # noqa: S608


def stream(points: str, *_: str) -> int:
    """The scan with both columns handed over to Python, batch by batch."""
    import duckdb

    base = duckdb.connect()
    begin()
    rows = base.sql(f"SELECT lon, lat FROM '{points}'")  # noqa: S608
    return sum(len(batch) for batch in rows.to_arrow_reader(1 << 18))


def tally(points: str, zones: str, crs: str = "", shift: str = "") -> int:
    """Our own count, of all parts of a file, cells and all."""
    import pickle

    import mapgen.tallying.reading  # noqa: F401 - loaded before the clock starts
    from mapgen.tallying.columns import Asked
    from mapgen.tallying.parts import Kept
    from mapgen.tallying.run import all_parts
    from mapgen.tallying.run import tally as count

    told = pickle.loads(Path(zones).read_bytes())  # noqa: S301 - our own
    import duckdb  # noqa: F401 - as above

    asked = Asked(x="lon", y="lat", crs=crs or None, shift=shift or None)
    begin()
    parts = all_parts([Path(points)])
    result = count(parts, told, asked, Kept(None, told, asked), lambda *_: None)
    return sum(row["count"] for row in result.rows)


def sjoin(points: str, zones: str) -> int:
    """The join of geopandas, from the same file."""
    import pickle

    import geopandas as gpd
    import pandas as pd

    told = pickle.loads(Path(zones).read_bytes())  # noqa: S301 - our own
    shapes = gpd.GeoDataFrame({"zone": [name[1] for name in told.names]}, geometry=told.geometries, crs=4326)
    begin()
    table = pd.read_parquet(points, columns=["lon", "lat"])
    places = gpd.GeoDataFrame(geometry=gpd.points_from_xy(table["lon"], table["lat"]), crs=4326)
    return int(places.sjoin(shapes, predicate="covered_by").groupby("zone").size().sum())


def spatial(points: str, zones: str) -> int:
    """DuckDB's own spatial join; run by a Python that has the extension."""
    import duckdb
    import duckdb_extension_spatial

    base = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    found = next(Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension*"))
    base.sql(f"LOAD '{found}'")
    # A table of WKB beside the pickle: this Python does not know our classes.
    base.sql(f"CREATE TABLE zones AS SELECT id, ST_GeomFromWKB(shape) AS shape FROM '{zones}.parquet'")  # noqa: S608
    begin()
    joined = (
        "SELECT sum(n) FROM (SELECT id, count(*) AS n FROM "  # noqa: S608
        f"(SELECT ST_Point(lon, lat) AS p FROM '{points}') JOIN zones ON ST_Intersects(shape, p) GROUP BY id)"
    )
    return int(base.sql(joined).fetchall()[0][0])


WAYS: dict[str, Callable[..., int]] = {
    "scan": scan,
    "stream": stream,
    "tally": tally,
    "sjoin": sjoin,
    "spatial": spatial,
}
_begun = [0.0, 0.0]


def begin() -> None:
    """From here on the work counts."""
    _begun[:] = time.process_time(), time.monotonic()


def measured(python: str, *words: str) -> dict[str, float]:
    """Run a way in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [python, __file__, "--way", *words], env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        sys.exit(f"{words}: {run.stderr[-2000:]}")
    return json.loads(run.stdout)


def make_points(zones: Any, count: int, path: Path) -> None:
    """Points evenly over the extent of zones, the same ones each time."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq
    import shapely

    low, high = shapely.total_bounds(zones.geometries).reshape(2, 2)
    rng = np.random.default_rng(5)
    schema = pa.schema([("lon", pa.float64()), ("lat", pa.float64())])
    with pq.ParquetWriter(path, schema, use_dictionary=False) as writer:
        for start in range(0, count, 1_000_000):
            some = min(1_000_000, count - start)
            columns = [rng.uniform(low[at], high[at], some) for at in (0, 1)]
            writer.write_table(pa.table(columns, schema), row_group_size=122_880)


def make_plane(points: Path, path: Path) -> None:
    """The same points in a belt of CGCS2000, metres."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from geo.crs import transformer

    file = pq.ParquetFile(points)
    with pq.ParquetWriter(path, file.schema_arrow, use_dictionary=False) as writer:
        for group in range(file.num_row_groups):
            rows = file.read_row_group(group)
            plane = transformer(4490, 4547).transform(*(column.to_numpy() for column in rows.columns))
            writer.write_table(pa.table([*map(pa.array, plane)], file.schema_arrow))


def make_zones(place: Path, wanted: list[str]) -> dict[str, Path]:
    """The project's zones and made-up ones, pickled, and as WKB for others."""
    import pickle

    import madeup
    import pyarrow as pa
    import pyarrow.parquet as pq

    import mapgen
    from mapgen.tallying.zones import zones_of

    found = {}
    for name in wanted:
        atlas = mapgen.open(None if name == "real" else madeup.make(place / "layers", MADE_UP))
        told = zones_of(atlas.atlas, list(atlas.atlas.catalog.plans))
        found[name] = place / name
        found[name].write_bytes(pickle.dumps(told))
        ids = [each[1] for each in told.names]
        pq.write_table(
            pa.table({"id": ids, "shape": pa.array(told.shapes, pa.binary())}), f"{found[name]}.parquet"
        )
    return found


def measure(given: argparse.Namespace) -> list[dict[str, Any]]:
    """Run all ways by turns."""
    import pickle

    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(dir=given.place) as scratch:
        place = Path(scratch)
        for name, zones in make_zones(place, given.zones).items():
            told = pickle.loads(zones.read_bytes())  # noqa: S301 - our own
            for count in given.points:
                points = place / f"{name}-{count}.parquet"
                make_points(told, count, points)
                jobs = {way: (sys.executable, way) for way in ("scan", "stream", "tally")}
                if count <= 10_000_000 and name == "real":
                    jobs["sjoin"] = (sys.executable, "sjoin")
                if given.spatial:
                    jobs["spatial"] = (given.spatial, "spatial")
                words = {key: (python, way, str(points), str(zones)) for key, (python, way) in jobs.items()}
                if name == "real":
                    for shift in ("gcj02", "bd09"):
                        words[shift] = (sys.executable, "tally", str(points), str(zones), "", shift)
                    belt = place / "belt.parquet"
                    make_plane(points, belt)
                    words["4547"] = (sys.executable, "tally", str(belt), str(zones), "4547")
                words = {key: each for key, each in words.items() if given.ways is None or key in given.ways}
                before = os.getloadavg()[0]
                rounds = [{key: measured(*each) for key, each in words.items()} for _ in range(given.repeats)]
                for key in words:
                    figures = {
                        what: statistics.median(each[key][what] for each in rounds)
                        for what in ("cpu_s", "clock_s", "memory_mb", "pairs")
                    }
                    load = [before, os.getloadavg()[0]]
                    moment = f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M}"
                    row = {"zones": name, "points": count, "way": key, **figures, "load": load}
                    rows.append({**row, "moment": moment, "runs": given.repeats})
                    print(rows[-1], flush=True)
                points.unlink()
    return rows


def table(rows: list[dict[str, Any]]) -> str:
    """What was measured, for the document; ratios within a row are those of one turn after the other."""
    by = {(row["zones"], row["points"], row["way"]): row for row in rows}
    lines = [
        "| zones | points | way | CPU s | to scan | tally to it | memory MB | pairs | measured |",
        "|---|---:|---|---:|---:|---:|---:|---:|---|",
    ]
    for (zones, points, way), row in by.items():
        ratios = []
        for one, other in ((row, by.get((zones, points, "scan"))), (by.get((zones, points, "tally")), row)):
            ratios.append(f"{one['cpu_s'] / other['cpu_s']:.2f}" if one and other else "–")
        pairs = "–" if way in ("scan", "stream") else f"{row['pairs']:,.0f}"
        load = f"load {min(row['load']):.0f} to {max(row['load']):.0f}"
        told = f"{row['moment']}, {load}, {row['runs']} run{'s' if row['runs'] > 1 else ''}"
        lines.append(
            f"| {zones} | {points:,} | {way} | {row['cpu_s']:.2f} | {' | '.join(ratios)} "
            f"| {row['memory_mb']:.0f} | {pairs} | {told} |"
        )
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--way", nargs="+", help=argparse.SUPPRESS)
    options.add_argument("--points", type=int, nargs="+", default=[10_000_000, 100_000_000])
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--spatial", metavar="PYTHON", help="a Python that has DuckDB's spatial extension")
    options.add_argument(
        "--ways", nargs="+", help="measure these ways only; take the others as last measured"
    )
    options.add_argument("--zones", nargs="+", default=["real", "made-up"], choices=["real", "made-up"])
    options.add_argument("--place", type=Path, help="a folder with 4 GB of room")
    given = options.parse_args()
    if given.way:
        way, *words = given.way
        pairs = WAYS[way](*words)
        # Of this process alone: what getrusage says begins with the peak of the one that started it.
        status = Path("/proc/self/status").read_text("utf-8")
        peak = (
            next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
            * 1024
            / 1e6
        )
        took = {"cpu_s": time.process_time() - _begun[0], "clock_s": time.monotonic() - _begun[1]}
        print(json.dumps({**took, "memory_mb": peak, "pairs": pairs}))
        return
    from costs import machine

    before = json.loads(KEPT.read_text("utf-8"))["rows"] if KEPT.exists() else []
    rows = {(row["zones"], row["points"], row["way"]): row for row in [*before, *measure(given)]}
    order = sorted(rows, key=lambda key: (key[0] != "real", key[1]))
    found = [rows[key] for key in order]
    kept = {"rows": found, "tallying": table(found), "tallying_how": machine()}
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    print(kept["tallying"])


if __name__ == "__main__":
    main()
