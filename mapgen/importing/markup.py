"""KML from strangers: looked through before any other parser sees it, and copied as UTF-8."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from layers.messages import LayerError, Message
from mapgen.importing.drivers import MAX_COLUMNS, Source, limited
from mapgen.importing.encoding import decode

#: KML nests folders a few deep; more is an attack on a parser's stack.
MAX_DEPTH = 60
MAX_ELEMENTS = 2_000_000

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*?\?>")
_DECLARED = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
#: Elements that name a field: GDAL makes a column of each name, and asks each feature for every column.
_FIELDS = ("SimpleField", "SimpleData", "Data")
#: Pictures laid over the earth: no features.
_OVERLAYS = ("GroundOverlay", "ScreenOverlay", "PhotoOverlay")
#: GDAL reads the whole file again for each folder; what has more of them is read as one.
MANY_FOLDERS = 20
#: Orders to change what stands elsewhere, or how a tour shows it: no features.
_ORDERS = ("Update", "NetworkLinkControl", "Tour")
#: What `check_kml` counts beside elements: features outside of such orders, and those at the root, of which
#: there should be one: GDAL reads the last.
PLACEMARKS, ROOTS = "features in all", "features at the root"
_BELOW_ROOT = 2
_AT_ROOT = ("Document", "Folder", "Placemark")


def prepare(source: Source, folder: Path, encoding: str | None) -> tuple[Source, list[Message]]:
    """Look through a KML file and copy it as UTF-8.

    Parameters
    ----------
    source : Source
    folder : Path
        An empty folder of our own.
    encoding : str or None
        Encoding that the user gave; it overrides the bytes.

    Returns
    -------
    source : Source
        The copy.
    remarks : list of Message
        The encoding, if the file does not declare it, and what will be left out.

    Raises
    ------
    LayerError
        As `check_kml`, and if its text is in no encoding.
    """
    name = source.name
    raw = source.path.read_bytes()
    text, remarks = decode(raw, _declared(raw), encoding, name)
    plain = _undeclared(text).encode()
    counts = check_kml(plain, name)
    if overlays := sum(counts[tag] for tag in _OVERLAYS):
        remarks.append(Message("kml-overlays", name, values={"count": overlays}))
        plain = _without_overlays(plain)
    if counts["Folder"] + counts["Document"] > MANY_FOLDERS or counts[ROOTS] > 1:
        plain = _without_folders(plain)
    copy = folder / source.path.name
    copy.write_bytes(plain)
    return replace(source, path=copy, whole=counts[PLACEMARKS]), remarks


def _without_overlays(plain: bytes) -> bytes:
    root = ET.fromstring(plain)  # noqa: S314 - it has no document type, and so no entities
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag.rpartition("}")[2] in _OVERLAYS]:
            parent.remove(child)
    return ET.tostring(root, encoding="unicode").encode()


def _without_folders(plain: bytes) -> bytes:
    """The features in one document, with the schemas of their fields; no folder says anything of them."""
    root = ET.fromstring(plain)  # noqa: S314 - as above
    space = root.tag.rpartition("}")[0] + "}" if "}" in root.tag else ""
    kept = list(_kept(root))
    made = ET.Element(root.tag)
    document = ET.SubElement(made, f"{space}Document")
    document.extend(sorted(kept, key=lambda each: not each.tag.endswith("Schema")))
    return ET.tostring(made, encoding="unicode").encode()


def _kept(parent: ET.Element) -> Iterator[ET.Element]:
    for each in parent:
        tag = each.tag.rpartition("}")[2]
        if tag in ("Schema", "Placemark"):
            yield each
        elif tag not in _ORDERS:
            yield from _kept(each)


def _declared(raw: bytes) -> str | None:
    """The encoding of the XML declaration, if it names one."""
    head = _DECLARATION.match(raw)
    found = head and _DECLARED.search(head[0])
    return found[1].decode() if found else None


def _undeclared(text: str) -> str:
    """Text without an XML declaration, which might name another encoding than that of the copy."""
    head = _DECLARATION.match(text[:500].encode("ascii", "replace"))
    return text[head.end() :] if head else text


def check_kml(text: bytes, name: str) -> Counter[str]:
    """Refuse what is not plain KML.

    Nothing is expanded or fetched: a document type, which every entity needs, ends the reading at once.

    Parameters
    ----------
    text : bytes
    name : str
        What messages call the file.

    Raises
    ------
    LayerError
        If it is not well-formed, has a document type, nests too deeply, has too many columns,
        or is not KML.

    Returns
    -------
    collections.Counter of str
        How often each element stands there, by its name without a prefix; `PLACEMARKS` and `ROOTS`.
    """

    def refuse(code: str, **values: object) -> LayerError:
        return LayerError(Message(code, name, values=values))

    path: list[str] = []
    count = 0
    counts: Counter[str] = Counter()
    columns: set[str] = set()

    def doctype(*_: Any) -> None:
        raise refuse("xml-doctype")

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        plain = tag.rpartition(":")[2]
        if count == 0 and plain != "kml":
            raise refuse("xml-not-kml", root=tag[:80])
        path.append(plain)
        count += 1
        counts[plain] += 1
        counts[ROOTS] += len(path) == _BELOW_ROOT and plain in _AT_ROOT
        counts[PLACEMARKS] += plain == "Placemark" and not set(path) & set(_ORDERS)
        columns.update(_column(tag, attributes))
        if len(path) > MAX_DEPTH or count > MAX_ELEMENTS:
            raise refuse("xml-deep", depth=MAX_DEPTH)

    def end(_: str) -> None:
        path.pop()

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise refuse("xml-broken", line=error.lineno, column=error.offset + 1, reason=reason) from None
    except LayerError:
        raise
    except (LookupError, ValueError) as error:
        raise refuse("xml-broken", line=1, column=1, reason=str(error)) from None
    limited(len(columns), MAX_COLUMNS, "import-columns", name)
    return counts


def _column(tag: str, attributes: dict[str, str]) -> list[str]:
    """The column that an element names, if it does."""
    return [attributes.get("name", "")] if tag.rpartition(":")[2] in _FIELDS else []
