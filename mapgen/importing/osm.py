"""Extracts of OpenStreetMap, as XML (.osm) or packed (.osm.pbf): what has a name, near the layers."""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

import pandas as pd
import pyogrio

from layers.messages import LayerError, Message
from mapgen.importing.sought import Sieve, condition

#: Memory that reading may take: GDAL sets 1.2 GB of addresses aside, whatever it needs of them.
MEMORY_BYTES = 3000 * 2**20
#: About so many times as large is an extract once it is unpacked, and takes as long to be read.
UNPACKED = 4
_XML = re.compile(rb"^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<osm[\s>]", re.DOTALL)
#: How a packed extract begins, after the length of its header.
_PACKED = b"\x0a\x09OSMHeader"
#: Layers that GDAL makes of an extract, and what of each is asked for where names matter: of the areas those
#: that are no buildings.
_LAYERS = {
    "points": "name IS NOT NULL",
    "lines": "name IS NOT NULL",
    "multilinestrings": "name IS NOT NULL",
    "multipolygons": "name IS NOT NULL AND building IS NULL",
}
#: GDAL puts the tags for which it has no column into one text: "key"=>"value","key"=>"value".
_TAG = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')

#: Tags that say what a feature is called and what it is, beyond those that have a column.
_WANTED = frozenset(
    (
        "name:zh",
        "name:zh-Hans",
        "name:en",
        "alt_name",
        "natural",
        "water",
        "waterway",
        "highway",
        "railway",
        "ref",
        "bridge:name",
        "public_transport",
        "route",
        "type",
        "service",
        "station",
        "subway",
        "light_rail",
        "aeroway",
    )
)


@dataclass(frozen=True)
class Extract:
    """What of an extract is wanted: a whole city has more features than a test needs.

    Attributes
    ----------
    bounds : tuple of float
        West, south, east, north, degrees.
    nameless : bool
        Whether lines and areas without a name are wanted as well.
    words : tuple of str
        If there are any: only lines and areas that some tag of holds one of them are wanted, and areas of
        water that such a line runs through.
    layers : tuple of str
        If there are any: the words are looked for in these layers, and there is no water beside.
    filters : mapping of str to str
        If there are any: layers of GDAL's that are wanted, and no others, with what of each.
    """

    bounds: tuple[float, float, float, float]
    nameless: bool = False
    words: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)


def is_packed(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a packed extract."""
    return head[4:15] == _PACKED


def begins(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an extract."""
    return is_packed(head) or bool(_XML.match(head))


def is_osm(path: Path) -> bool:
    """Whether a file is an extract as OpenStreetMap has it, and not what was made of one.

    Parameters
    ----------
    path : Path
        A file that can be read.
    """
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return begins(stream.read(4096))


def prepare(path: Path, name: str, room: Path) -> Path:
    """Look through an extract and copy it under the ending by which GDAL knows its kind.

    Parameters
    ----------
    path : Path
    name : str
        What messages call it.
    room : Path
        A folder of our own.

    Returns
    -------
    Path
        The copy.

    Raises
    ------
    LayerError
        If it is XML that is not well-formed or has a document type, which every entity needs.
    """
    with path.open("rb") as stream:
        packed = is_packed(stream.read(15))
        stream.seek(0)
        if not packed:
            _check_xml(stream, name)
    copy = room / f"extract.osm{'.pbf' if packed else ''}"
    shutil.copyfile(path, copy)
    return copy


def _check_xml(stream: BinaryIO, name: str) -> None:
    def doctype(*_: Any) -> None:
        raise LayerError(Message("xml-doctype", name))

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        values = {"line": error.lineno, "column": error.offset + 1, "reason": why}
        raise LayerError(Message("xml-broken", name, values=values)) from None


def layers(path: Path, wanted: Extract, room: Path) -> Iterator[tuple[str, pd.DataFrame, Any]]:
    """Layers of an extract, with each tag in a column.

    Parameters
    ----------
    path : Path
    wanted : Extract
    room : Path
        A folder where GDAL may put what does not fit into memory.

    Yields
    ------
    (str, pandas.DataFrame, object)
        Name, columns and ``geometry``, and the coordinate system.
    """
    # In a child process, which nothing else is read in.
    # Numbers of nodes need not rise in XML, as its editors write it; packed, where there are many, they do.
    by_number = "YES" if path.suffix == ".pbf" else "NO"
    pyogrio.set_gdal_config_options({"CPL_TMPDIR": str(room), "OSM_USE_CUSTOM_INDEXING": by_number})
    if wanted.words:
        yield from _sought(path, wanted)
        return
    for layer, named in (wanted.filters or _LAYERS).items():
        where = None if wanted.nameless and layer != "points" else named
        frame = pyogrio.read_dataframe(path, layer=layer, where=where, bbox=wanted.bounds)
        crs = frame.crs
        yield layer, tagged(pd.DataFrame(frame)), crs


def _sought(path: Path, wanted: Extract) -> Iterator[tuple[str, pd.DataFrame, Any]]:
    """What holds a word, and water that it runs through."""
    sieve = Sieve(wanted.words)
    for layer in wanted.layers or ("lines", "multipolygons"):
        where = condition(pyogrio.read_info(path, layer=layer)["fields"])
        frame = pyogrio.read_dataframe(path, layer=layer, where=where, bbox=wanted.bounds)
        yield layer, tagged(sieve.kept(pd.DataFrame(frame))), frame.crs


def tagged(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with those of its tags in columns of their own that GDAL has put into one text."""
    if "other_tags" not in frame:
        return frame
    tags = [tags_of(text) if isinstance(text, str) else {} for text in frame.pop("other_tags")]
    told = pd.DataFrame(
        [{key: value for key, value in each.items() if key in _WANTED} for each in tags],
        index=frame.index,
        columns=sorted(_WANTED - set(frame.columns)),
        dtype=object,
    )
    return pd.concat([frame, told], axis=1)


def tags_of(text: str) -> dict[str, str]:
    """Return the tags that GDAL has put into one text."""
    return {key: re.sub(r"\\(.)", r"\1", value) for key, value in _TAG.findall(text)}
