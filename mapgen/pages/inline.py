"""Resources that a page carries inside itself, taken from the installed wheel ``folium-offline``.

folium links Leaflet from a CDN. The wheel keeps the same files, keyed by the very URLs that
folium asks for, so whatever Leaflet folium was written against is the one that is inlined.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version

import folium

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
    ValueError
        If the installed wheel does not carry that address (folium and folium-offline of
        different versions).
    """
    # Imported here: it loads 7 MB of strings, which `--help` does not need.
    from offlinefolium.elements import _res

    if url not in _res:
        raise ValueError(
            f"folium-offline does not carry {url}: "
            f"install the folium-offline of this folium, {version('folium')}"
        )
    return _SOURCE_MAP.sub("", _res[url]).strip() + "\n"


@cache
def leaflet() -> tuple[str, str]:
    """Return Leaflet's own script and style sheet, in this order.

    The pictures inside the style sheet belong to markers and to the layer control, which no page
    of ours uses; they are left out (13 KB a page).
    """
    scripts, styles = dict(folium.Map.default_js), dict(folium.Map.default_css)
    return resource(scripts["leaflet"]), _PICTURE.sub("none", resource(styles["leaflet_css"]))
