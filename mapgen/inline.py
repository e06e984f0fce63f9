"""Resources that a page carries inside itself, taken from the installed wheel ``folium-offline``.

folium links Leaflet from a CDN. The wheel keeps the same files, keyed by the very URLs that
folium asks for, so whatever Leaflet folium was written against is the one that is inlined.
"""

from __future__ import annotations

import re
from functools import cache

import folium

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
        msg = f"folium-offline does not carry {url}: install the folium-offline of this folium, {folium.__version__}"
        raise ValueError(msg)
    return _SOURCE_MAP.sub("", _res[url]).strip() + "\n"


@cache
def leaflet() -> tuple[str, str]:
    """Return Leaflet's own script and style sheet, in this order."""
    scripts, styles = dict(folium.Map.default_js), dict(folium.Map.default_css)
    return resource(scripts["leaflet"]), resource(styles["leaflet_css"])
