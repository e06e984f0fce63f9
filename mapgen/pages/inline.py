"""Resources that a page carries inside itself, taken from the installed wheel ``folium-offline``.

folium links Leaflet from a CDN. The wheel keeps the same files, keyed by the very URLs that
folium asks for, so whatever Leaflet folium was written against is the one that is inlined.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.metadata import distribution, version
from pathlib import Path

import folium

from layers.messages import Message
from mapgen.files.errors import OutputError

_PICTURE = re.compile(r"url\(data:image/png[^)]*\)")
# A debugger would ask the network for the source map, and nothing else may.
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def resource(url: str) -> str:
    """Return the text of one of folium's resources.

    Parameters
    ----------
    url : str
        The address as folium gives it.

    Returns
    -------
    str
        The file's text, without a source-map line.

    Raises
    ------
    OutputError
        If the installed wheel does not carry that address (folium and folium-offline of
        different versions).
    """
    if not carries(url):
        values = {"url": url, "version": version("folium")}
        raise OutputError(Message("not-carried", "folium-offline", values=values))
    return _SOURCE_MAP.sub("", _wheel()[url]).strip() + "\n"


def carries(url: str) -> bool:
    """Tell whether the wheel has one of folium's resources."""
    return url in _wheel()


@cache
def _wheel() -> dict[str, str]:
    """Read the files out of the module in which the wheel keeps them as strings, by their addresses.

    It is read, not imported: with it would come the rest of the wheel, which is a second folium.
    """
    file = distribution("folium-offline").locate_file("offlinefolium/elements.py")
    found = {}
    for statement in ast.parse(Path(str(file)).read_bytes()).body:
        # Such as _res['https://…/leaflet.js'] = '''…'''
        match statement:
            case ast.Assign(
                targets=[ast.Subscript(slice=ast.Constant(value=str(url)))],
                value=ast.Constant(value=str(text)),
            ):
                found[url] = text
    return found


@cache
def leaflet() -> tuple[str, str]:
    """Return Leaflet's own script and style sheet, in this order.

    The pictures inside the style sheet belong to markers and to the layer control, which no page
    of ours uses; they are left out (13 KB a page).
    """
    scripts, styles = dict(folium.Map.default_js), dict(folium.Map.default_css)
    return resource(scripts["leaflet"]), _PICTURE.sub("none", resource(styles["leaflet_css"]))
