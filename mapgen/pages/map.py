"""The web map: a payload in, one HTML file out.

folium builds the map (its element and the script that starts Leaflet) and sees no attribute of
the data: branca renders what it is given as a template, twice. The data goes in afterwards as
JSON, and the scripts in ``mapgen/web`` write every word of it with ``textContent``.

The page asks the network for nothing. Leaflet comes from ``mapgen.pages.inline``; a policy with hashes
(``mapgen.pages.csp``) stands behind it all. The same payload gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

import folium
from branca.element import Figure
from rcssmin import cssmin
from rjsmin import jsmin

from mapgen.pages import csp, inline, packing
from mapgen.pages.html import data_block, fill, join, script_block, style_block, texts, web_text

FORMAT = 1

#: What must run before Leaflet.
SCRIPTS_FIRST = ("namespaces.js",)
#: Scripts that must run before folium's script starts Leaflet.
SCRIPTS_BEFORE = ("motion.js", "core.js", "i18n.js", "frame.js")
#: All others, in the order in which they build on each other.
SCRIPTS = (
    "unpack.js",
    "geo.js",
    "model.js",
    "state.js",
    "notice.js",
    "style.js",
    "scene.js",
    "grid.js",
    "shapes.js",
    "painter.js",
    "dots.js",
    "draw.js",
    "labels.js",
    "pick.js",
    "popover.js",
    "tree.js",
    "legend.js",
    "card.js",
    "panel.js",
    "search.js",
    "table.js",
    "link.js",
    "download.js",
    "projection.js",
    "measure.js",
    "position.js",
    "gcj02.js",
    "tiles.js",
    "print.js",
    "start.js",
)
STYLES = ("page.css", "panel.css", "map.css", "table.css", "print.css")

_LINKED = re.compile(r"<script src=[^>]*></script>|<link [^>]*>|<meta [^>]*>")


def render(
    payload: Mapping[str, Any],
    *,
    tiles: Sequence[Mapping[str, Any]] | None = None,
    keys: Mapping[str, str] | None = None,
) -> str:
    """Return the map as one HTML page that opens from disk with no network.

    Parameters
    ----------
    payload : mapping
        What ``mapgen.pages.payload`` makes: plans, elements, geometries (lon, lat; EPSG:4326), edges,
        baselines, context, credits. Its strings may be hostile.
    tiles : sequence of mapping, optional
        Tile sources to offer instead of ``mapgen/web/tiles.json``; all are off at the start.
    keys : mapping, optional
        Keys for tile sources that need one, by the source's ``id``. Without it the reader types
        a key in the page.

    Returns
    -------
    str
        HTML, UTF-8 when written.

    Raises
    ------
    ValueError
        If the payload has another format or holds a number that is not finite, or if Leaflet is
        not in the installed folium-offline.
    """
    if payload.get("format") != FORMAT:
        raise ValueError(
            f"payload format {payload.get('format')!r} cannot be drawn: this page reads format {FORMAT}"
        )
    sources = list(tiles) if tiles is not None else json.loads(web_text("tiles.json"))
    leaflet_js, leaflet_css = inline.leaflet()
    head, element, start = _folium_parts()
    data = {
        "zm-payload": packing.packed(payload),
        "zm-texts": texts(""),
        "zm-config": {"tiles": sources, "keys": dict(keys or {})},
    }
    scripts = (
        jsmin(join(SCRIPTS_FIRST)),
        leaflet_js,
        jsmin(join(SCRIPTS_BEFORE)),
        start,
        jsmin(join(SCRIPTS)),
    )
    parts = {
        "styles": "".join([style_block(leaflet_css), head, style_block(cssmin(join(STYLES)))]),
        "map": element,
        "data": "".join(data_block(name, value) for name, value in data.items()),
        # One block: between two of them a browser may stop to draw a page that is not ready.
        "scripts": script_block(";\n".join(scripts)),
    }
    return fill("page.html", parts, [address for source in sources for address in csp.addresses(source)])


def _folium_parts() -> tuple[str, str, str]:
    """Let folium build a map with no data; return its styles, its element and its script."""
    built = folium.Map(
        location=(0, 0),
        zoom_start=3,
        tiles=None,
        prefer_canvas=True,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.5,
        wheel_px_per_zoom_level=90,
        min_zoom=4,
        max_zoom=19,
        world_copy_jump=False,
    )
    built._id = "zonemap"  # noqa: SLF001  folium draws ids at random: two builds would differ
    figure = cast("Figure", built.get_root())
    figure.render()
    head = _LINKED.sub("", figure.header.render())
    blocks = re.findall(r"<style>.*?</style>|<script>.*?</script>", head, re.DOTALL)
    return "\n".join(blocks), figure.html.render().strip(), figure.script.render().strip()
