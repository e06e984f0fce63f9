"""KML from strangers: looked through before any other parser sees it, and copied as UTF-8."""

import re
from collections import Counter
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
    if counts["Folder"] + counts["Document"] > MANY_FOLDERS:
        plain = _without_folders(plain)
    copy = folder / source.path.name
    copy.write_bytes(plain)
    return replace(source, path=copy), remarks


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
    kept = [each for each in root.iter() if each.tag.rpartition("}")[2] in ("Schema", "Placemark")]
    made = ET.Element(root.tag)
    document = ET.SubElement(made, f"{space}Document")
    document.extend(sorted(kept, key=lambda each: not each.tag.endswith("Schema")))
    return ET.tostring(made, encoding="unicode").encode()


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
        How often each element stands there, by its name without a prefix.
    """

    def refuse(code: str, **values: object) -> LayerError:
        return LayerError(Message(code, name, values=values))

    depth = count = 0
    counts: Counter[str] = Counter()
    columns: set[str] = set()

    def doctype(*_: Any) -> None:
        raise refuse("xml-doctype")

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        if count == 0 and tag.rpartition(":")[2] != "kml":
            raise refuse("xml-not-kml", root=tag[:80])
        depth, count = depth + 1, count + 1
        counts[tag.rpartition(":")[2]] += 1
        columns.update(_column(tag, attributes))
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise refuse("xml-deep", depth=MAX_DEPTH)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

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
