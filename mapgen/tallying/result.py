"""What a count comes to, as rows and files."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from layers.messages import Message
from mapgen.exporting import workbook
from mapgen.exporting.workbook import Cell, Column
from mapgen.files.day import today
from mapgen.files.errors import OutputError
from mapgen.files.scratch import temporary_folder
from mapgen.tables import sheet
from mapgen.tallying.columns import Asked
from mapgen.tallying.counting import Counted, Group
from mapgen.tallying.numbers import two
from mapgen.tallying.zones import Zones
from mapgen.text.texts import both, sentence

#: Kinds of files that a result is written as, by their endings.
KINDS = (".csv", ".xlsx", ".parquet", ".json")
_FIXED = ("plan", "zone", "name", "count")
_LARGEST_DEGREE = 360
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Result:
    """Rows by zone.

    Attributes
    ----------
    columns : list of str
        ``plan``, ``zone``, ``name``, ``count``, and what was asked for.
    rows : list of dict
        Of every zone at least one, with 0 where it holds nothing.
    counted : Counted
    zones : Zones
    """

    columns: list[str]
    rows: list[dict[str, Any]]
    counted: Counted
    zones: Zones

    def plain(self) -> dict[str, Any]:
        """JSON values: rows, the first bad rows and how many there are, points in no zone and in several."""
        found = self.counted
        bad = [
            {"file": file, "row": row, "reason": why, "values": cells} for file, row, why, cells in found.told
        ]
        return {
            "rows": self.rows,
            "rejected": bad,
            "rejected_count": found.rejected,
            "outside": found.outside,
            "in_several": found.several,
            "counted": found.rows - found.rejected,
            "remarks": [
                {
                    "file": file,
                    **{each: sentence(Message(code, values={"value": value}), each) for each in _LANGUAGES},
                }
                for file, code, value in found.remarks
            ],
            "note": sentence(Message("tally-note"), "en"),
            "note_zh": sentence(Message("tally-note"), "zh"),
        }

    def frame(self) -> pd.DataFrame:
        """Rows as a table; ``attrs`` has what `plain` says beside them."""
        table = pd.DataFrame(self.rows, columns=self.columns)
        table.attrs.update({key: value for key, value in self.plain().items() if key != "rows"})
        return table


def result_of(counted: Counted, zones: Zones, asked: Asked) -> Result:
    """Put what was counted into rows: zones in their order, and in each the groups in that of their names."""
    total = [f"sum_{asked.total}"] if asked.total else []
    groups = [_free(column) for column in asked.by] + (["year"] if asked.year else [])
    columns = [*_FIXED, *groups, *total]
    kinds: dict[int, list[Group]] = {}
    for group, zone in counted.counts:
        kinds.setdefault(zone, []).append(group)
    nothing: Group = (None,) * len(groups)
    rows = []
    for zone, names in enumerate(zones.names):
        for group in sorted(kinds.get(zone, [nothing]), key=_order):
            row: dict[str, Any] = dict(
                zip(_FIXED, (*names, counted.counts.get((group, zone), 0)), strict=True)
            )
            row.update(zip(groups, group, strict=True))
            if asked.year and row["year"] is not None:
                row["year"] = int(row["year"])
            if total:
                row[total[0]] = counted.sums.get((group, zone), 0.0)
            rows.append(row)
    return Result(columns, rows, counted, zones)


def _free(column: str) -> str:
    """A name for a column of groups that is none of ours."""
    return f"{column}_" if column in (*_FIXED, "year", "geometry") else column


def _order(group: Group) -> list[tuple[bool, str]]:
    return [(part is None, part or "") for part in group]


def content(result: Result, suffix: str) -> bytes:
    """A result as a file.

    Parameters
    ----------
    result : Result
    suffix : str
        One of `KINDS`.

    Raises
    ------
    OutputError
        If there is no such kind, or a sheet is too small.
    """
    if suffix == ".csv":
        return sheet.dumps(result.columns, result.rows)
    if suffix == ".json":
        text = json.dumps(result.plain(), ensure_ascii=False, indent=1, allow_nan=False)
        return f"{text}\n".encode("utf-8", "replace")
    if suffix == ".parquet":
        return _parquet(result)
    if suffix == ".xlsx":
        return _workbook(result)
    raise OutputError(Message("tally-out-kind", f"--out {suffix}", values={"kinds": " ".join(KINDS)}))


def _parquet(result: Result) -> bytes:
    shapes = dict(zip(result.zones.names, result.zones.geometries, strict=True))
    geometry = [shapes[row["plan"], row["zone"], row["name"]] for row in result.rows]
    table = gpd.GeoDataFrame(result.frame(), geometry=geometry, crs=4326)
    # What a frame says beside its rows is no part of a file.
    table.attrs.clear()
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False, schema_version="1.1.0", write_covering_bbox=False)
    return buffer.getvalue()


def _workbook(result: Result) -> bytes:
    if len(result.rows) > workbook.ROWS:
        values = {"count": len(result.rows), "limit": workbook.ROWS}
        raise OutputError(Message("tally-sheet-full", values=values))
    texts = {"plan", "zone", "name"} | {
        column for column in result.columns[4:] if any(isinstance(row[column], str) for row in result.rows)
    }
    columns = [Column(name, "text" if name in texts else "number") for name in result.columns]
    title = both("tally-title")
    with temporary_folder() as folder:
        path = folder / "tally.xlsx"
        with workbook.written(path, today(), title, {"SOFTWARE": "zonemap"}) as book:
            rows = ([Cell(row[column]) for column in result.columns] for row in result.rows)
            book.add(both("tally-sheet"), columns, rows, 3)
            book.add_words(both("tally-about"), about(result))
        return path.read_bytes()


def about(result: Result) -> list[tuple[str, str]]:
    """What is to be known of a result: heads and texts, in both languages."""
    found = result.counted
    figures = {
        "tally-rows": found.rows,
        "tally-rejected": found.rejected,
        "tally-outside": found.outside,
        "tally-several": found.several,
    }
    lines = [(both(code), str(count)) for code, count in figures.items()]
    return [*lines, *((both("tally-about"), sentence(Message("tally-note"), each)) for each in _LANGUAGES)]


def kind_of(path: Path) -> str:
    """The kind of a result's file.

    Raises
    ------
    OutputError
        If there is none of that ending.
    """
    suffix = path.suffix.lower()
    suffix = ".parquet" if suffix == ".geoparquet" else suffix
    if suffix not in KINDS:
        raise OutputError(Message("tally-out-kind", f"--out {path}", values={"kinds": " ".join(KINDS)}))
    return suffix


def reasons(counted: Counted) -> list[Message]:
    """A message for each bad row that is told."""
    codes = {"no-number": "tally-no-number", "swapped": "tally-swapped", "not-in-china": "tally-not-in-china"}
    return [
        Message(codes[why], file, str(row), {"cells": cells or "-"}) for file, row, why, cells in counted.told
    ]


def hints(counted: Counted, asked: Asked) -> list[Message]:
    """What may be done about bad rows, where most of them have one thing in common."""
    found = []
    if counted.swapped * 2 > counted.rejected:
        found.append(Message("tally-hint-swapped", values={"count": counted.swapped}))
    elsewhere = [two(cells) for _, _, why, cells in counted.told if why == "not-in-china"]
    most = counted.rejected * 2 > counted.rows
    if asked.crs is None and most and elsewhere and all(max(each) > _LARGEST_DEGREE for each in elsewhere):
        found.append(Message("tally-hint-metres"))
    return found
