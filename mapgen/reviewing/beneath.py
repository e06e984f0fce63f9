"""What lies beneath the lines that were located: the ground, out of the same extract."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shapely.geometry import shape

from geo.frame import around
from layers.messages import LayerError, Message
from mapgen.grounding.ground import ground_of
from mapgen.pages import packing

#: How far it reaches from the middle of what was located, in halves of the larger extent of that: the map
#: opens with all of it in sight, and may be twice as high as wide.
_REACH = 2.0
_CONTEXT, _GROUND = ("name", "name_en", "kind"), ("name", "name_en", "kind", "rank")


def beneath(extract: Path, located: Mapping[str, Any]) -> tuple[dict[str, Any] | None, Message | None]:
    """Take the ground of a review's map from an extract.

    Parameters
    ----------
    extract : Path
    located : mapping
        What ``zonemap locate --out`` writes; (lon, lat) degrees, EPSG:4326.

    Returns
    -------
    ground : dict or None
        ``context`` and ``ground``, each a packed table of features, or None: a page does without.
    remark : Message or None
        Why there is none, or that it is without the sea.
    """
    shapes = [shape(each["geometry"]) for each in located["features"] if each["geometry"]]
    if not shapes:
        return None, Message("review-nowhere")
    west, south, east, north = around(shapes, _REACH).bounds
    try:
        made = ground_of(extract, (west, south, east, north))
    except LayerError as error:
        return None, error.messages[0]
    packed = {
        name: _packed(made.texts[f"{name}.geojson"], keys)
        for name, keys in (("context", _CONTEXT), ("ground", _GROUND))
    }
    return packed, next((each for each in made.remarks if each.code == "ground-coast"), None)


def _packed(text: str, keys: tuple[str, ...]) -> dict[str, Any]:
    """Pack features of a layer file with the values that a map needs."""
    features = json.loads(text)["features"]
    geometries = packing.geometries([each["geometry"] for each in features])
    return packing.table(
        [
            {**{key: each["properties"].get(key) for key in keys}, "geometry": geometry}
            for each, geometry in zip(features, geometries, strict=True)
        ]
    )
