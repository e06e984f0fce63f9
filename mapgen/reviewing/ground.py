"""What was located, for the map beside the text: zones, the lines of their sides, and what closes gaps."""

import json
from collections.abc import Mapping
from typing import Any

from layers.messages import Message
from mapgen.text.texts import sentence

#: By these rules and ways a line is the one that the words name; by others it may be another.
_SURE_RULES, _SURE_WAYS = {"name", "ordinal", "alias"}, {"line", "bank", "outline"}
#: Files that are OpenStreetMap's; of others neither source nor licence is known.
_OSM = (".osm", ".pbf")


def ground(collection: Mapping[str, Any]) -> dict[str, Any]:
    """Gather what a map of the review shows.

    Parameters
    ----------
    collection : mapping
        What ``zonemap locate --out`` writes.

    Returns
    -------
    dict
        ``zones`` (with ``why`` they are pending, in words), ``sides`` (with the ``basis`` by which they are
        drawn) and ``connectors``, each with its geometry in (lon, lat) degrees, or None; the ``extract`` that
        they come from, and whether it ``is_osm``.
    """
    made: dict[str, list[dict[str, Any]]] = {"zone": [], "side": [], "connector": []}
    for feature in collection["features"]:
        values = dict(feature["properties"])
        kind = values.pop("kind")
        if kind == "zone":
            values = _zone(values)
        elif kind == "side":
            is_sure = values.get("rule") in _SURE_RULES and values.get("how") in _SURE_WAYS
            values = {**values, "basis": "traced" if is_sure else "sketched"}
        if kind in made:
            made[kind].append({**values, "geometry": feature["geometry"]})
    extract = str(collection.get("extract") or "")
    return {
        "zones": made["zone"],
        "sides": made["side"],
        "connectors": made["connector"],
        "extract": extract,
        "is_osm": extract.lower().endswith(_OSM),
    }


def _zone(values: dict[str, Any]) -> dict[str, Any]:
    about = values.pop("about", None)
    given = json.loads(about) if isinstance(about, str) else dict(about or {})
    if values.get("reason"):
        why = Message(f"locate-pending-{values['reason']}", values=given)
        values |= {"why": sentence(why, "zh"), "why_en": sentence(why, "en")}
    return values
