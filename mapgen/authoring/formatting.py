"""The layer files of a folder brought into canonical form."""

from pathlib import Path
from typing import Any

from layers import initials
from layers.canonical import dumps
from layers.catalog import FILES, layer_files, read_feature
from layers.description import FILE as DESCRIPTION
from layers.description import canonical, read_description
from layers.entries import stands
from layers.initials import FILE as INITIALS
from layers.messages import LayerError, Message
from layers.reading import parse_json, read_text

#: What QGIS writes into a GeoJSON file unless told otherwise: it says WGS 84, as the files are anyway.
_WGS84 = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "EPSG:4326")


def canonical_files(folder: Path) -> dict[str, tuple[bytes, bytes]]:
    """Canonical text of every layer file of a folder.

    Parameters
    ----------
    folder : Path
        Layers folder.

    Returns
    -------
    dict of str to (bytes, bytes)
        What a file holds and what it should hold, by its name relative to the folder.

    Raises
    ------
    LayerError
        With all problems of all files; features that cannot be read cannot be put in order.
    """
    if not folder.is_dir():
        raise LayerError(Message("folder-missing", str(folder)))
    problems: list[Message] = []
    texts: dict[str, tuple[bytes, bytes]] = {}
    for path in layer_files(folder):
        name = path.relative_to(folder).as_posix()
        if path.suffix != ".geojson" and name != DESCRIPTION:
            continue
        try:
            text = read_text(path, name, folder)
            tidy = (
                _description(folder, text) if name == DESCRIPTION else canonical_text(text, path.stem, name)
            )
        except LayerError as error:
            problems += error.messages
        else:
            texts[name] = (text.encode(), tidy.encode())
    if stands(folder / INITIALS) and not problems:
        try:
            texts[INITIALS] = _initials(folder, texts)
        except LayerError as error:
            problems += error.messages
    if not texts and not problems:
        problems.append(Message("no-plans", str(folder)))
    if problems:
        raise LayerError(*problems)
    return texts


def _description(folder: Path, text: str) -> str:
    read_description(folder)  # what cannot be read is not put in order
    return canonical(text)


def _initials(folder: Path, texts: dict[str, tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """What the file of initials holds, and what it should hold for the names in the layer files."""
    names = [
        record.name
        for name, (_, tidy) in texts.items()
        if (layer := Path(name).stem) in FILES
        for record, _ in features(tidy.decode(), layer, name)
    ]
    text = read_text(folder / INITIALS, INITIALS, folder)
    return text.encode(), initials.dumps(names, initials.read_initials(folder)).encode()


def canonical_text(text: str, layer: str, name: str) -> str:
    """One layer file's canonical text.

    Parameters
    ----------
    text : str
        GeoJSON; a ``crs`` member that says WGS 84 is dropped.
    layer : {"zones", "axes", "nodes", "baselines", "context"}
    name : str
        What messages call the file.

    Returns
    -------
    str

    Raises
    ------
    LayerError
        If a feature cannot be read, before or after its coordinates are rounded.
    """
    tidy = dumps(layer, ((vars_of(record), geometry) for record, geometry in features(text, layer, name)))
    # A sliver thinner than the rounding may collapse: better said here than by the next command.
    features(tidy, layer, name)
    return tidy


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
