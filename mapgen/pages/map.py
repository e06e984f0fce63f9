"""The web map: a payload in, one HTML file out; or a map of folium that carries our layers.

folium builds the map and sees no attribute of the data: branca renders what it is given as a template,
twice. The data goes in as JSON (``mapgen.pages.layer``), and the scripts in ``mapgen/web`` write every
word of it with ``textContent``.

A page asks the network for nothing. Leaflet comes from ``mapgen.pages.inline``; a policy with hashes
(``mapgen.pages.csp``) stands behind it all. The same payload gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

import folium
from branca.element import Figure

from layers.assemble import Atlas
from mapgen import look
from mapgen.pages import csp, packing
from mapgen.pages.blocks import Data, Script, Style, Waiting
from mapgen.pages.contract import FORMAT
from mapgen.pages.figure import OfflineFigure, Page
from mapgen.pages.html import web_text
from mapgen.pages.layer import Bundle, OverlayLayer, PlanLayer, RoleLayer, embedded, relations_on, role_layers
from mapgen.pages.payload import payload as payload_of
from mapgen.pages.scripts import program, styles
from mapgen.pages.stage import Start, page_map
from mapgen.tables.frames import COLUMNS, ELEMENT_COLUMNS
from mapgen.tables.shared import SAID
from mapgen.tallying.systems import CHINA
from mapgen.text.loading import table
from mapgen.text.words import ATLAS, MAP, OWN, PENDING, field_words, headings, words

STYLES = (
    "page.css",
    "panel.css",
    "map.css",
    "card.css",
    "table.css",
    "indicators.css",
    "own/own.css",
    "print.css",
    "forced.css",
)
SCRIPT = "start.js"
#: The same for a map of several plans: with what compares two of them.
ATLAS_STYLES = (*STYLES[:-1], "compare.css", STYLES[-1])
ATLAS_SCRIPT = "compare.js"
#: What comes on top where zones are pending.
PENDING_STYLE, PENDING_SCRIPT = "pending.css", "pending.js"
#: What a reader's own table needs; it waits in the page.
OWN_SCRIPT = "own/own.js"
#: Overlays from bottom to top, and whether they are shown at first.
OVERLAYS = {
    "context": True,
    "ground": True,
    "baselines": True,
    "edges": False,
    "relations": False,
    "tested": False,
    "labels": True,
}
#: Columns of what readers download from a page: those of an export, and what the page says beyond them.
DOWNLOADED = {"elements": [*ELEMENT_COLUMNS, "shared_by", "sides"], "edges": COLUMNS["boundaries"]}


def own_texts() -> dict[str, Any]:
    """Return the words of a reader's own table, those by which its columns are known, and where China is."""
    return {"words": words(*OWN), "columns": table("columns"), "china": CHINA}


class ControlledMap(folium.Map):
    """A map whose layer control comes after all layers, whenever they are added: its script names them."""

    control: folium.LayerControl | None = None

    def add_child(self, child: Any, name: str | None = None, index: int | None = None) -> Any:
        """Add what folium adds to a map, before the control."""
        before = -1 if self.control and index is None else index
        if isinstance(child, folium.LayerControl):
            self.control = child
        return super().add_child(child, name, before)

    def render(self, **kwargs: Any) -> str:
        """Put the scripts into the figure; it keeps the order of an earlier rendering."""
        figure = self.get_root()
        if self.control and isinstance(figure, Figure):
            figure.script._children.pop(self.control.get_name(), None)  # noqa: SLF001 - it has no public name
        return str(super().render(**kwargs))  # type: ignore[no-untyped-call]


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
        baselines, context, ground, credits. Its strings may be hostile.
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
    several = len(payload["plans"]) > 1
    script = ATLAS_SCRIPT if several else SCRIPT
    own_styles, topics = (ATLAS_STYLES, ATLAS) if several else (STYLES, MAP)
    more = ""
    if any(place.get("basis") == "pending" for place in payload["listed"]):
        more = "\n" + program(PENDING_SCRIPT, script)
        own_styles, topics = (*own_styles[:-1], PENDING_STYLE, own_styles[-1]), (*topics, *PENDING)
    sources = list(tiles) if tiles is not None else json.loads(web_text("tiles.json"))
    bundle = Bundle(
        payload,
        Data("zm-payload", packing.packed(payload)),
        {
            "zm-styles": Style(styles(*own_styles)),
            "zm-texts": Data("zm-texts", _texts(topics)),
            "zm-config": Data(
                "zm-config",
                {
                    "tiles": sources,
                    "keys": dict(keys or {}),
                    "look": look.page(),
                    "columns": DOWNLOADED,
                    "said": SAID,
                },
            ),
            "zm-own-texts": Data("zm-own-texts", own_texts()),
            "zm-own-program": Waiting("zm-own-program", program(OWN_SCRIPT, script)),
            "zm-scripts": Script(program(script) + more),
        },
    )
    page = Page("page.html", [address for source in sources for address in csp.addresses(source)])
    built = page_map()
    page.add_child(built)
    for overlay, show in OVERLAYS.items():
        if overlay in ("ground", "relations", "tested") and not payload.get(overlay):
            continue  # a box that does nothing would puzzle
        OverlayLayer(bundle, overlay, show=show, variable=f"overlay_{overlay}").add_to(built)
    for layer in role_layers(bundle, prefix="role"):
        layer.add_to(built)
    Start(built).add_to(built)
    return str(page.render())


def _texts(topics: tuple[str, ...]) -> dict[str, dict[str, str]]:
    columns, heads = field_words(SAID), headings(ELEMENT_COLUMNS)
    return {
        language: texts | columns[language] | heads.get(language, {})
        for language, texts in words(*topics).items()
    }


def folium_map(
    atlas: Atlas,
    plans: Sequence[str],
    *,
    language: str = "zh",
    control: bool = True,
    tiles: Any = None,
    **options: Any,
) -> folium.Map:
    """Return a map of folium with the layers of plans, to add to, to save or to show in a notebook.

    Leaflet stands in it, so it opens with no network as long as no tiles are asked for.

    Parameters
    ----------
    atlas : Atlas
    plans : sequence of str
        Ids of the plans to show.
    language : {"zh", "en"}, optional
        Language of names, tooltips and popups.
    control : bool, optional
        Whether folium's layer control is added.
    tiles : optional
        Tiles as `folium.Map` takes them; none by default.
    **options
        Further options of `folium.Map`.

    Returns
    -------
    folium.Map
        Its layers are a `RoleLayer` for each role and an `OverlayLayer` each for shores and rivers,
        the ground, baselines, sides and relations.

    Raises
    ------
    ValueError
        If the language is another.
    """
    built = ControlledMap(tiles=tiles, **{"prefer_canvas": True, **options})
    OfflineFigure().add_child(built)
    layers = map_layers(atlas, plans, language=language)
    for layer in layers:
        layer.add_to(built)
    if control:
        folium.LayerControl(collapsed=len(plans) > 1).add_to(built)
    if "location" not in options and any(isinstance(layer, RoleLayer) for layer in layers):
        built.fit_bounds(cast("list[list[float]]", built.get_bounds()), padding=(24, 24))
    return built


def map_layers(atlas: Atlas, plans: Sequence[str], *, language: str = "zh") -> list[PlanLayer]:
    """Return the layers of plans, to be added to a map of folium; parameters as for `folium_map`.

    Returns
    -------
    list of PlanLayer
        From bottom to top: shores and rivers, the ground if there is one, baselines, a `RoleLayer` for each
        role that has elements, and the sides and, if there are any, relations, which are off at first. They
        share one copy of the data; a map takes them together.

    Raises
    ------
    ValueError
        If the language is another.
    """
    bundle = embedded(payload_of(atlas, list(plans), "map", "", ""), language)
    below = ["context", *(["ground"] if bundle.payload.get("ground") else []), "baselines"]
    around = [OverlayLayer(bundle, name) for name in below]
    on_demand = ["edges"]
    if relations_on(bundle.payload):
        on_demand.append("relations")
    return [*around, *role_layers(bundle), *(OverlayLayer(bundle, name, show=False) for name in on_demand)]
