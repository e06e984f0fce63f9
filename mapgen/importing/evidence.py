"""Files of lines and places from elsewhere, as what claims of accuracy are tested by."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.gcj02 import NAMES, SHIFTS, unshifted
from layers.accuracy import examine
from layers.assemble import Atlas
from layers.evidence import Evidence, KnownLine, KnownPlace, Nature, name_keys
from layers.messages import LayerError, Message
from layers.verdicts import Tested
from mapgen.importing.osm import Extract
from mapgen.importing.reader import Overrides, Table, read

#: Columns that hold names, in small letters.
_NAMES = ("name", "name:zh", "name:zh-hans", "name_zh", "name:en", "name_en", "alt_name")
#: Columns by which a file says in which zones a place lies.
_ZONES = ("within", "zone")
#: Columns by which a file says who gathered it; and what only OpenStreetMap has.
_SOURCES = ("source", "attribution", "licence", "license")
_OSM_COLUMNS, _OSM = ("osm_id", "osm_way_id", "@id"), "OpenStreetMap"
#: Columns by which files of OpenStreetMap and of Geofabrik, and ours, say what a line is.
_KINDS = ("waterway", "natural", "kind", "fclass")
_BANKS = ("bank", "shore", "riverbank", "coastline", "water")
_WATERS = ("river", "canal", "stream", "drain", "ditch", "tidal_channel", "fairway")
_WAYS = ("road", "bridge", "rail")
#: Columns of areas of land that have a use; their edges are no shores.
_USES = ("building", "landuse", "leisure", "amenity", "office", "shop", "tourism", "military")
#: At the end of the name of a bank: the character for it, or the English word.
_BANK_NAME = re.compile("\u5cb8|\\b(bank|shore)\\b", re.IGNORECASE)

#: Beyond the layers so far, degrees, lies nothing that they can be compared with.
_AROUND = 0.3
#: GCJ-02 and BD-09 move a place by 300 to 1,300 m; a line across that way shows it, one along it hardly.
_SHIFT_M, _SHARE, _FEWEST = 100.0, 0.25, 3


def examine_files(
    atlas: Atlas,
    plans: list[str],
    files: Sequence[Path],
    overrides: Overrides,
    *,
    unnamed: bool = False,
) -> Tested:
    """Test what plans claim of their accuracy against files of lines and places.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the plans.
    files : sequence of Path
    overrides : Overrides
        What the user says about all of the files.
    unnamed : bool
        Whether lines without a name count.

    Returns
    -------
    Tested

    Raises
    ------
    LayerError
        With the problems of all files: those of `read`; nothing that could be compared; lines that would all
        fit if they were coordinates of a map service.
    """
    evidence = gather(files, overrides, _bounds(atlas), unnamed=unnamed)
    tested = examine(atlas, plans, evidence, unnamed=unnamed)
    if overrides.system is None and (system := _shifted_by(atlas, plans, evidence, tested)):
        values = {"name": NAMES[system], "system": system}
        raise LayerError(Message("against-shifted", ", ".join(map(str, files)), values=values))
    return tested


def _bounds(atlas: Atlas) -> tuple[float, float, float, float]:
    shapes = [element.geometry for element in atlas.elements.values()]
    shapes += [line.geometry for line in atlas.catalog.baselines.values()]
    west, south, east, north = map(float, shapely.total_bounds(shapes))
    return west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND


def gather(
    files: Sequence[Path],
    overrides: Overrides,
    bounds: tuple[float, float, float, float],
    *,
    unnamed: bool = False,
) -> Evidence:
    """Read files of lines and places.

    Parameters
    ----------
    files : sequence of Path
    overrides : Overrides
        What the user says about all of the files.
    bounds : tuple of float
        West, south, east, north of what is wanted, degrees.
    unnamed : bool
        Whether lines without a name are of use.

    Returns
    -------
    Evidence

    Raises
    ------
    LayerError
        With the problems of all files.
    """
    found, problems = Evidence(), []
    for file in files:
        try:
            tables = read(file, overrides, Extract(bounds, nameless=unnamed))
            _take(found, tables, file.name or str(file), bounds, unnamed=unnamed)
        except LayerError as error:
            problems += error.messages
    if problems:
        raise LayerError(*problems)
    return found


def _take(
    found: Evidence,
    tables: list[Table],
    name: str,
    bounds: tuple[float, float, float, float],
    *,
    unnamed: bool,
) -> None:
    """Add what tables of a file hold; refuse a file that holds nothing of use."""
    area = shapely.box(*bounds)
    lines: list[KnownLine] = []
    places: list[KnownPlace] = []
    far = nameless = 0
    for table in tables:
        for number, (values, shape) in enumerate(zip(table.rows, table.geometries, strict=True), start=1):
            row = {key.casefold(): value for key, value in values.items()}
            for part in _plain(shape):
                _on_earth(part, name, f"{table.layer}#{number}")
                if not shapely.intersects(area, shapely.box(*part.bounds)):
                    far += 1
                    continue
                if isinstance(part, shapely.Point):
                    places += _place(row, part, name, f"{table.layer}#{number}")
                else:
                    line = _line(row, part, table, name)
                    nameless += not line.keys and line.baseline is None
                    lines.append(line)
    if not lines and not places:
        raise LayerError(Message("against-elsewhere" if far else "against-nothing", name))
    if nameless == len(lines) and not places and not unnamed:
        raise LayerError(Message("against-nameless", name, values={"count": nameless}))
    found.lines += lines
    found.places += places


def _plain(shape: shapely.Geometry | None) -> Iterator[shapely.Geometry]:
    """A geometry, or the parts of one that consists of several kinds or of points."""
    if shape is None:
        return
    if shape.geom_type in ("GeometryCollection", "MultiPoint"):
        for part in shapely.get_parts([shape]):
            yield from _plain(part)
    elif not shape.is_empty:
        yield shape


def _on_earth(shape: shapely.Geometry, name: str, place: str) -> None:
    positions = np.abs(shapely.get_coordinates(shape))
    if not (positions <= [180, 90]).all():
        raise LayerError(Message("against-degrees", name, place))


def _text(row: Mapping[str, Any], *columns: str) -> str | None:
    """What the first of some columns says that says anything."""
    said = (row.get(column) for column in columns)
    return next((str(value).strip() for value in said if value is not None and str(value).strip()), None)


def _keys(row: Mapping[str, Any]) -> frozenset[str]:
    return frozenset().union(*(name_keys(str(row[key])) for key in _NAMES if row.get(key) is not None))


def _line(row: Mapping[str, Any], shape: shapely.Geometry, table: Table, name: str) -> KnownLine:
    is_osm = table.format == "osm" or any(row.get(column) is not None for column in _OSM_COLUMNS)
    source = _OSM if is_osm else _text(row, *_SOURCES)
    return KnownLine(name, _keys(row), _text(row, "baseline"), _nature(row, shape), source, shape)


def _nature(row: Mapping[str, Any], shape: shapely.Geometry) -> Nature:
    """What a line is, as far as the file says so; an area is the edge of something unless it has a use."""
    if shapely.get_dimensions(shape) == 2:
        used = any(row.get(column) is not None for column in _USES)
        return "plot" if used and row.get("natural") is None else "area"
    kinds = {str(row[column]).casefold() for column in _KINDS if row.get(column) is not None}
    if kinds & set(_BANKS):
        return "bank"
    if kinds & set(_WATERS) or row.get("waterway") is not None:
        return "water"
    if kinds & set(_WAYS) or _text(row, "highway", "railway") is not None:
        return "way"
    return "bank" if any(_BANK_NAME.search(str(row[key])) for key in _NAMES if row.get(key)) else "unsaid"


def _place(row: Mapping[str, Any], point: shapely.Point, name: str, place: str) -> Iterator[KnownPlace]:
    """A point as a known place, if it says what it is or where it lies."""
    zones = tuple(dict.fromkeys(zone for column in _ZONES for zone in _several(row.get(column))))
    node, keys = _text(row, "node"), _keys(row)
    if zones or node or keys:
        label = _text(row, *_NAMES) or _text(row, "id") or place
        yield KnownPlace(name, label, keys, zones, node, point)


def _several(value: Any) -> list[str]:
    """Names in a list, or in a text with semicolons between them."""
    if value is None:
        return []
    every = value if isinstance(value, list) else re.split("[;\uff1b]", str(value))
    return [str(each).strip() for each in every if str(each).strip()]


def _shifted_by(atlas: Atlas, plans: list[str], evidence: Evidence, tested: Tested) -> str | None:
    """The system of a map service in which most lines that were found by name would fit far better."""
    before = {
        each.baseline.id: each.found.median_m
        for each in tested.baselines
        if each.way in ("name", "baseline") and each.found.median_m is not None
    }
    if len(before) < _FEWEST or float(np.median(list(before.values()))) < _SHIFT_M:
        return None
    for system in SHIFTS:
        if system == "wgs84":
            continue
        shapes = np.array([line.geometry for line in evidence.lines], dtype=object)
        moved = Evidence(
            [
                KnownLine(each.file, each.keys, each.baseline, each.nature, each.source, shape)
                for each, shape in zip(evidence.lines, unshifted(shapes, SHIFTS[system]), strict=True)
                if each.keys or each.baseline
            ]
        )
        after = {each.baseline.id: each.found.median_m for each in examine(atlas, plans, moved).baselines}
        better = sum(
            (now := after.get(name)) is not None and now < _SHARE * then for name, then in before.items()
        )
        if 2 * better > len(before):
            return system
    return None
