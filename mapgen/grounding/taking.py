"""What of an extract becomes ground, as it stands there: sorted by what it is, cut at the box."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from layers.messages import LayerError, Message
from mapgen.grounding.kinds import Tags, fits, is_beside, is_hill, ranked, table
from mapgen.grounding.naming import called, english, of_line, without
from mapgen.importing.osm import Extract, tags_of
from mapgen.importing.reader import Overrides, Table, read
from mapgen.locating.opening import of_extract

Bounds = tuple[float, float, float, float]
#: What reading says of a file that has too much in the box.
_MANY = ("import-many", "import-memory")
#: A name in two languages one behind the other, as some places have it.
_BOTH = re.compile(r"^([\u3400-\u9fff\u00b7]+)\s+([A-Za-z].*)$")


@dataclass(frozen=True, slots=True)
class Thing:
    """One feature of an extract.

    Attributes
    ----------
    kind : str
        Of the ground, or water, river, sea, label.
    rank : int
        1 to 4; 0 for water.
    name, name_en : str or None
    shape : shapely.Geometry
        (lon, lat) degrees, valid; a line, an area or a point.
    """

    kind: str
    rank: int
    name: str | None
    name_en: str | None
    shape: shapely.Geometry


@dataclass
class Taken:
    """What an extract has within a box.

    Attributes
    ----------
    lines : list of Thing
        Roads, metro lines, railways: pieces as the extract has them.
    places, stations, hills, waters, rivers, labels : list of Thing
    coastlines : list of shapely.LineString
        Not cut, in their direction.
    count : int
        Features that were read.
    """

    lines: list[Thing] = field(default_factory=list)
    places: list[Thing] = field(default_factory=list)
    stations: list[Thing] = field(default_factory=list)
    hills: list[Thing] = field(default_factory=list)
    waters: list[Thing] = field(default_factory=list)
    rivers: list[Thing] = field(default_factory=list)
    labels: list[Thing] = field(default_factory=list)
    coastlines: list[shapely.LineString] = field(default_factory=list)
    count: int = 0


def take(path: Path, bounds: Bounds) -> Taken:
    """Read what of an extract is ground.

    Parameters
    ----------
    path : Path
        An extract of OpenStreetMap, or any format that `mapgen.importing.reader` reads.
    bounds : tuple of float
        West, south, east, north, degrees.

    Returns
    -------
    Taken

    Raises
    ------
    LayerError
        What reading raises; or that nothing in it is ground.
    """
    taken = Taken()
    frame = shapely.box(*bounds)
    for each in _read(path, bounds):
        _take(taken, each, frame)
    if not any((taken.lines, taken.places, taken.waters, taken.rivers, taken.coastlines, taken.hills)):
        raise LayerError(Message("ground-nothing", path.name or str(path), values={"count": taken.count}))
    return taken


def _read(path: Path, bounds: Bounds) -> list[Table]:
    """Tables of an extract; where they have more rows than can be read, without what is least weighty."""
    fine, coarse = table()["filters"]["fine"], table()["filters"]["coarse"]
    try:
        return read(path, Overrides(), Extract(bounds, filters=fine))
    except LayerError as error:
        if any(message.code not in _MANY for message in error.messages):
            raise of_extract(error) from None
    try:
        return read(path, Overrides(), Extract(bounds, filters=coarse))
    except LayerError as error:
        if any(message.code not in _MANY for message in error.messages):
            raise of_extract(error) from None
    raise LayerError(Message("ground-many", path.name or str(path)))


def _take(taken: Taken, each: Table, frame: shapely.Polygon) -> None:
    for row, shape in zip(each.rows, each.geometries, strict=True):
        taken.count += 1
        if shape is None or not np.isfinite(shapely.get_coordinates(shape)).all():
            continue
        tags = _tags(row)
        if "admin_level" in tags or tags.get("boundary") == "administrative":
            continue
        if tags.get("natural") == "coastline":
            taken.coastlines += [line for line in _coast(shape) if line.intersects(frame)]
            continue
        for part in _parts(shape):
            if not (inside := _within(part, frame)).is_empty:
                _sort(taken, tags, inside)


def _sort(taken: Taken, tags: Tags, shape: shapely.Geometry) -> None:
    """Put a feature where it belongs, if it belongs anywhere."""
    name = called(tags)
    if name is not None and (both := _BOTH.match(name)):
        name, tags = both[1], {"name:en": both[2], **tags}
    if "LineString" in shape.geom_type:
        _sort_line(taken, tags, name, shape)
    elif "Polygon" in shape.geom_type and fits(tags, table()["water"]["areas"]):
        taken.waters.append(Thing("water", 0, *_both(tags, name), shape))
    elif name is not None:
        _sort_place(taken, tags, name, shape)


def _sort_line(taken: Taken, tags: Tags, name: str | None, shape: shapely.Geometry) -> None:
    if tags.get("waterway") in table()["water"]["rivers"]:
        taken.rivers.append(Thing("river", 0, *_both(tags, name), shape))
    elif (found := ranked(tags, "lines")) and not is_beside(name):
        kind, rank = found
        if kind == "road":
            name = name or tags.get("ref")
        elif name is not None:
            name = of_line(name)
        taken.lines.append(Thing(kind, rank, *_both(tags, name), shape))


def _sort_place(taken: Taken, tags: Tags, name: str, shape: shapely.Geometry) -> None:
    is_area = "Polygon" in shape.geom_type
    point = shape.representative_point() if is_area else shape
    if fits(tags, table()["water"]["named"]):
        taken.labels.append(Thing("label", 0, *_both(tags, name), point))
    elif tags.get("railway") in ("station", "halt"):
        taken.stations.append(_station(tags, name, point))
    elif is_area and is_hill(tags, name):
        taken.hills.append(Thing("hill", table()["hills"]["rank"], *_both(tags, name), shape))
    elif (found := ranked(tags, "places")) and (not is_area or found[0] == "airport"):
        taken.places.append(Thing(*found, *_both(tags, name), point))


def _both(tags: Tags, name: str | None) -> tuple[str | None, str | None]:
    return name, None if name is None else english(tags, name)


def _station(tags: Tags, name: str, point: shapely.Point) -> Thing:
    stations = table()["stations"]
    if not fits(tags, stations["metro"]):
        return Thing("station", stations["rank"], name, english(tags, name), point)
    plain = without(name, stations["endings"])
    return Thing("station", stations["metro_rank"], plain, english(tags, plain), point)


def _tags(row: dict[str, Any]) -> dict[str, str]:
    tags = {key.casefold(): str(value) for key, value in row.items() if value is not None}
    return {**tags_of(tags.pop("other_tags", "")), **tags}


def _coast(shape: shapely.Geometry) -> Iterator[shapely.LineString]:
    """Coastlines in their direction; GDAL hands over one that closes, round an island, as an area."""
    for part in shapely.get_parts([shapely.force_2d(shape)]):
        if part.geom_type == "Polygon":
            yield from (shapely.LineString(ring.coords) for ring in (part.exterior, *part.interiors))
        elif part.geom_type == "LineString":
            yield part


def _parts(shape: shapely.Geometry) -> Iterator[shapely.Geometry]:
    """Lines, areas and points that a geometry consists of, mended where an area crosses itself."""
    plain = shapely.force_2d(shape)
    whole = plain if plain.is_valid or "Polygon" not in plain.geom_type else shapely.make_valid(plain)
    for part in shapely.get_parts([whole]):
        if part.geom_type in ("Point", "LineString", "Polygon"):
            yield part


def _within(shape: shapely.Geometry, frame: shapely.Polygon) -> shapely.Geometry:
    """What of a shape lies in the box, of its own dimension."""
    if frame.covers(shape):
        return shape
    cut = shapely.intersection(shape, frame)
    return cut if shapely.get_dimensions(cut) == shapely.get_dimensions(shape) else shapely.Point()
