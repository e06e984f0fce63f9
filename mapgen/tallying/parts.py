"""Counting part by part: what is done is kept, so that a killed run can be taken up again."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyproj import CRS
from pyproj.exceptions import CRSError

from layers.messages import Message, reason
from mapgen.files.errors import OutputError
from mapgen.tallying.batches import Part
from mapgen.tallying.columns import Asked, Layout
from mapgen.tallying.counting import Counted, Counter
from mapgen.tallying.parquet import geometry
from mapgen.tallying.reading import PARQUET, batches
from mapgen.tallying.systems import remarks, system
from mapgen.tallying.zones import Zones, cells

#: Is told how many parts are done, and how many rows of the one in work.
Progress = Callable[[int, int], Any]


def count_part(
    part: Part,
    zones: Zones,
    asked: Asked,
    points: int,
    progress: Callable[[int], Any] | None = None,
) -> Counted:
    """Count the rows of a part: the work of one step, on this machine or another.

    Parameters
    ----------
    part : Part
    zones : Zones
    asked : Asked
    points : int
        About how many rows all parts have.
    progress : callable, optional
        Is told after each batch how many rows are counted by now.

    Raises
    ------
    OutputError
        If the table cannot be read, or has no such columns.
    """
    asked = _with_stated_system(part, asked)
    box = system(asked.crs, asked.shift).box
    name = Path(part.path).name
    counter: Counter | None = None
    places: list[tuple[str, str, str]] = []
    said: list[tuple[str, str, str]] = []
    for batch in batches(part, asked, box):
        if isinstance(batch, Layout):
            places.append((name, *batch.places))
            said = remarks(name, batch.places, asked.crs, asked.shift)
            # Only now: whether there are such columns is known at once, cells take a moment.
            counter = Counter(cells(zones, asked.crs, asked.shift, points), asked, box, name)
        elif counter is not None:
            counter.take(batch)
            if progress:
                progress(counter.found.rows)
    found = counter.finish() if counter else Counted()
    found.places, found.remarks = places, said
    if not found.rows:
        found.remarks.append((name, "tally-without-rows", ""))
    return found


def _with_stated_system(part: Part, asked: Asked) -> Asked:
    """What is asked, with the system that a GeoParquet file states of its geometries."""
    path = Path(part.path)
    if path.suffix.lower() not in PARQUET or asked.crs or asked.shift or asked.x:
        return asked
    try:
        stated = geometry(pq.ParquetFile(path)).get("crs")
        code = CRS.from_json_dict(stated).to_epsg() if stated else None
    except (OSError, pa.ArrowException, AttributeError, CRSError):  # reading tells what is wrong with it
        return asked
    if not stated or (stated.get("id") or {}).get("code") == "CRS84":
        return asked
    if code is None:
        raise OutputError(Message("tally-crs-stated", str(path), values={"name": stated.get("name")}))
    return replace(asked, crs=str(code))


class Kept:
    """Parts that have been counted, in a folder.

    Parameters
    ----------
    folder : Path or None
        None to keep nothing.
    zones : Zones
    asked : Asked
    """

    def __init__(self, folder: Path | None, zones: Zones, asked: Asked) -> None:
        self.folder = folder
        self._made: list[Path] = []
        options = json.dumps([zones.names, [shape.hex() for shape in zones.shapes], asdict(asked)])
        self._options = hashlib.sha256(options.encode()).hexdigest()

    def _file(self, part: Part) -> Path | None:
        if self.folder is None:
            return None
        told = Path(part.path).stat()
        key = [
            str(Path(part.path).resolve()),
            part.start,
            part.stop,
            told.st_size,
            told.st_mtime_ns,
            self._options,
        ]
        return self.folder / f"{hashlib.sha256(json.dumps(key).encode()).hexdigest()[:32]}.json"

    def get(self, part: Part) -> Counted | None:
        """What a part came to in an earlier run with the same options, if its file is as it was."""
        try:
            file = self._file(part)
            told = json.loads(file.read_text("utf-8")) if file else None
        except (OSError, ValueError):  # there is none, or it is torn, or its table is gone
            return None
        return _unpacked(told) if told else None

    def put(self, part: Part, found: Counted) -> None:
        """Keep what a part came to; whole or not at all."""
        file = self._file(part)
        if file is None or self.folder is None:
            return
        try:
            if not self.folder.exists():
                self._made = [each for each in self.folder.parents if not each.exists()]
                self.folder.mkdir(parents=True)
            draft = file.with_suffix(f".{os.getpid()}")
            draft.write_text(json.dumps(_packed(found), ensure_ascii=False), "utf-8")
            draft.replace(file)
        except OSError as error:
            # The name that the user gave; what it is kept under is nobody's concern.
            out = str(self.folder.with_suffix(""))
            raise OutputError(Message("tally-unwritable", out, values={"reason": reason(error)})) from None

    def left(self, parts: Sequence[Part]) -> list[Message]:
        """What to say of parts that stay for another run, if any do."""
        known = sum(self.get(part) is not None for part in parts)
        values = {"count": known}
        return [Message("tally-parts-left", str(self.folder), values=values)] if known else []

    def clear(self) -> None:
        """Remove the folder, and those that were made for it and are empty."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        for each in self._made:
            with suppress(OSError):  # the result is there
                each.rmdir()


def _packed(found: Counted) -> dict[str, Any]:
    plain = asdict(found)
    for name in ("counts", "sums"):
        plain[name] = [[list(group), zone, value] for (group, zone), value in getattr(found, name).items()]
    return plain


def _unpacked(told: dict[str, Any]) -> Counted:
    for name in ("counts", "sums"):
        told[name] = {(tuple(group), zone): value for group, zone, value in told[name]}
    for name in ("told", "places", "remarks"):
        told[name] = [tuple(each) for each in told[name]]
    return Counted(**told)


def count_here(
    parts: Sequence[Part], zones: Zones, asked: Asked, kept: Kept, progress: Progress
) -> Iterator[Counted]:
    """Count parts one after the other on this machine.

    Parameters
    ----------
    parts : sequence of Part
    zones : Zones
    asked : Asked
    kept : Kept
    progress : Progress

    Yields
    ------
    Counted
        Of each part, in their order.
    """
    points = sum(part.rows for part in parts)
    for done, part in enumerate(parts):
        found = kept.get(part)
        if found is None:
            found = count_part(part, zones, asked, points, lambda rows, done=done: progress(done, rows))  # type: ignore[misc]
            kept.put(part, found)
        progress(done + 1, 0)
        yield found
