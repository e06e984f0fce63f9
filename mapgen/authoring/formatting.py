"""The layer files of a folder brought into canonical form."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from layers import initials
from layers.canonical import dumps
from layers.catalog import FILES, read_feature
from layers.description import read_description
from layers.files import DESCRIPTION, INDICATORS, INITIALS, RELATIONS, LayerFiles, read_files
from layers.indicators import read_indicators
from layers.messages import LayerError, Message
from layers.reading import parse_json
from layers.records import canonical
from layers.relations import read_relations

#: What QGIS writes into a GeoJSON file unless told otherwise: it says WGS 84, as the files are anyway.
_WGS84 = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "EPSG:4326")

#: What reads the TOML files that people write, by their names: those of all plans, and those of one.
_READ: dict[str, Callable[[LayerFiles, str, list[Message]], object]] = {
    DESCRIPTION: lambda files, _, problems: read_description(files, problems),
    INDICATORS: read_indicators,
    RELATIONS: read_relations,
}


def canonical_files(folder: Path, entered: dt.date | None = None) -> dict[str, tuple[bytes, bytes]]:
    """Canonical text of every layer file of a folder.

    Parameters
    ----------
    folder : Path
        Layers folder.
    entered : datetime.date, optional
        The day of entry of every element that states none.

    Returns
    -------
    dict of str to (bytes, bytes)
        What a file holds and what it should hold, by its name relative to the folder.

    Raises
    ------
    LayerError
        With all problems of all files; features that cannot be read cannot be put in order.
    """
    files = read_files(folder)
    problems = list(files.problems)
    texts: dict[str, tuple[bytes, bytes]] = {}
    for name in files.contents:
        if not name.endswith(".geojson") and Path(name).name not in _READ:
            continue
        try:
            text = files.text(name)
            tidy = (
                _stated(files, name)
                if name.endswith(".toml")
                else canonical_text(text, Path(name).stem, name, entered)
            )
        except LayerError as error:
            problems += error.messages
        else:
            texts[name] = (text.encode(), tidy.encode())
    if INITIALS in files and not problems:
        try:
            texts[INITIALS] = _initials(files, texts)
        except LayerError as error:
            problems += error.messages
    if not texts and not problems:
        problems.append(Message("no-plans", str(folder)))
    if problems:
        raise LayerError(*problems)
    return texts


def _stated(files: LayerFiles, name: str) -> str:
    """A TOML file that people write; what cannot be read is not put in order."""
    problems: list[Message] = []
    plan, _, file = name.rpartition("/")
    _READ[file](files, plan, problems)
    if problems:
        raise LayerError(*problems)
    return canonical(files.text(name))


def _initials(files: LayerFiles, texts: dict[str, tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """What the file of initials holds, and what it should hold for the names in the layer files."""
    names = [
        record.name
        for name, (_, tidy) in texts.items()
        if (layer := Path(name).stem) in FILES
        for record, _ in features(tidy.decode(), layer, name)
    ]
    content = files.content(INITIALS)
    return content, initials.dumps(names, initials.read_initials(files)).encode()


def canonical_text(text: str, layer: str, name: str, entered: dt.date | None = None) -> str:
    """One layer file's canonical text.

    Parameters
    ----------
    text : str
        GeoJSON; a ``crs`` member that says WGS 84 is dropped.
    layer : {"zones", "axes", "nodes", "baselines", "context", "ground"}
    name : str
        What messages call the file.
    entered : datetime.date, optional
        The day of entry of every element that states none.

    Returns
    -------
    str

    Raises
    ------
    LayerError
        If a feature cannot be read, before or after its coordinates are rounded.
    """
    found = ((vars_of(record), geometry) for record, geometry in features(text, layer, name))
    tidy = dumps(layer, ((_entered(values, entered), geometry) for values, geometry in found))
    # A sliver thinner than the rounding may collapse: better said here than by the next command.
    features(tidy, layer, name)
    return tidy


def _entered(values: dict[str, Any], day: dt.date | None) -> dict[str, Any]:
    """Attributes with the day of entry; lines that boundaries follow and context have none."""
    return values | {"entered": str(day)} if day and values.get("entered", "") is None else values


def vars_of(record: Any) -> dict[str, Any]:
    """Attributes of a record as the layer files hold them."""
    return dict(record.model_dump())


def features(text: str, layer: str, name: str) -> list[tuple[Any, Any]]:
    """Records and geometries of a layer file; parameters and errors are those of `canonical_text`."""
    collection = parse_json(text, name)
    members = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(members, list) or collection.get("type") != "FeatureCollection":
        raise LayerError(Message("not-collection", name))
    if "crs" in collection and not is_wgs84(collection["crs"]):
        raise LayerError(Message("crs-member", name))
    checked = [
        read_feature(feature, layer, name, f"#{number}") for number, feature in enumerate(members, start=1)
    ]
    problems = [problem for found in checked if isinstance(found, list) for problem in found]
    if problems:
        raise LayerError(*problems)
    return [found for found in checked if isinstance(found, tuple)]


def is_wgs84(member: Any) -> bool:
    """Whether a GeoJSON ``crs`` member only says what holds anyway."""
    properties = member.get("properties") if isinstance(member, dict) else None
    return isinstance(properties, dict) and properties.get("name") in _WGS84
