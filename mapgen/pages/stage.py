"""The map of folium that a page of ours stands around, and the script that starts the page."""

import folium
from branca.element import MacroElement
from folium.template import Template


class PageMap(folium.Map):
    """The map of a page. It is the only one there and needs no name drawn at random: bytes stay the same."""

    def get_name(self) -> str:
        """Return the map's name in scripts and styles."""
        return "map_zonemap"


def page_map() -> PageMap:
    """Return the map of a page, without tiles and with none of Leaflet's own controls."""
    return PageMap(
        location=(0, 0),
        zoom_start=3,
        tiles=None,
        prefer_canvas=True,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        wheel_px_per_zoom_level=90,
        min_zoom=4,
        max_zoom=19,
        world_copy_jump=False,
    )


class Start(MacroElement):
    """What starts a page around its map, once all layers are there."""

    _template = Template(
        "{% macro script(this, kwargs) %}ZM.start({{ this.page_map.get_name() }});{% endmacro %}"
    )

    def __init__(self, page_map: PageMap) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.page_map = page_map
