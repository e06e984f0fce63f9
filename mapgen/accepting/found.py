"""What ``zonemap locate`` found: a line for each side, and the polygon between them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from pydantic import BaseModel, ConfigDict, Field

from geo.side import Compass
from layers.geometry import GeometryError, read_geometry
from layers.messages import LayerError, Message
from mapgen.accepting.reading import read_json, record

#: Extracts whose format says that they are OpenStreetMap's.
_OSM = (".osm", ".pbf")


class _Side(BaseModel):
    model_config = ConfigDict(frozen=True)
    zone: str
    part: int = 1
    side: Compass
    name: str
    words: str = ""
    found: str | None = None
    rule: str | None = None
    how: str | None = None
    accuracy_m: float | None = Field(default=None, ge=0.01, le=50_000)


class _Zone(BaseModel):
    model_config = ConfigDict(frozen=True)
    name: str
    part: int = 1


@dataclass(frozen=True, eq=False, slots=True)
class FoundLine:
    """A line that was found for a side.

    Attributes
    ----------
    shape : shapely.LineString
        (lon, lat) degrees.
    label, rule, how : str
        What the extract calls it, by which rule, and what was made of it.
    accuracy_m : float
    """

    shape: shapely.LineString
    label: str
    rule: str
    how: str
    accuracy_m: float


@dataclass
class Located:
    """What was located.

    Attributes
    ----------
    lines : dict
        By zone, part, side and name as read.
    polygons : dict
        Of the zones that were closed, (lon, lat) degrees, by zone and part.
    sides : dict of (zone, part) to int
        How many sides each had when it was closed.
    extract : str
        Name of the file in which it was looked for; empty if it is not known.
    """

    lines: dict[tuple[str, int, str, str], FoundLine] = field(default_factory=dict)
    polygons: dict[tuple[str, int], shapely.Polygon] = field(default_factory=dict)
    sides: dict[tuple[str, int], int] = field(default_factory=dict)
    extract: str = ""

    @property
    def is_osm(self) -> bool:
        """Whether its lines are those of OpenStreetMap: of a file of any other format nobody can know."""
        return not self.extract or self.extract.casefold().endswith(_OSM)


def read_located(path: Path) -> Located:
    """Read what was located.

    Parameters
    ----------
    path : Path
        GeoJSON that ``zonemap locate`` wrote.

    Returns
    -------
    Located

    Raises
    ------
    LayerError
        If it is none.
    """
    data = read_json(path)
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        raise LayerError(
            Message("accept-located", str(path), values={"place": "-", "reason": Message("not-collection")})
        )
    extract = data.get("extract")
    located = Located(extract=extract if isinstance(extract, str) else "")
    for number, feature in enumerate(features, start=1):
        _take(located, feature, str(path), f"#{number}")
    return located


def _take(located: Located, feature: Any, file: str, place: str) -> None:
    values = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(values, dict):
        raise LayerError(Message("not-feature", file, place))
    member = feature.get("geometry")
    try:
        if values.get("kind") == "zone":
            zone = record(_Zone, values, f"{file}: {place}", "accept-located")
            if member is not None:
                located.polygons[zone.name, zone.part] = read_geometry(member, ("Polygon",))
        elif values.get("kind") == "side":
            side = record(_Side, values, f"{file}: {place}", "accept-located")
            counted = (side.zone, side.part)
            located.sides[counted] = located.sides.get(counted, 0) + 1
            if member is not None:
                shape = read_geometry(member, ("LineString",))
                located.lines[side.zone, side.part, side.side, side.name] = FoundLine(
                    shape, side.found or side.name, side.rule or "", side.how or "", side.accuracy_m or 200.0
                )
    except GeometryError as error:
        raise LayerError(Message(error.code, file, place, error.values)) from None
