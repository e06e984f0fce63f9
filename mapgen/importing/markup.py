"""XML from strangers: looked through before any other parser sees it."""

from typing import Any
from xml.parsers import expat

from layers.problems import LayerError, Problem

#: KML nests folders a few deep; more is an attack on a parser's stack.
MAX_DEPTH = 60
MAX_ELEMENTS = 2_000_000


def check_kml(text: bytes, name: str) -> None:
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
        If it is not well-formed, has a document type, nests too deeply, or is not KML.
    """

    def refuse(code: str, **values: object) -> LayerError:
        return LayerError([Problem(name, "", code, values)])

    depth = count = 0

    def doctype(*_: Any) -> None:
        raise refuse("xml-doctype")

    def start(tag: str, _: Any) -> None:
        nonlocal depth, count
        if count == 0 and tag.rpartition(":")[2] != "kml":
            raise refuse("xml-not-kml", root=tag[:80])
        depth, count = depth + 1, count + 1
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
    except (LookupError, ValueError) as error:
        if isinstance(error, LayerError):
            raise
        raise refuse("xml-broken", line=1, column=1, reason=str(error)) from None
