"""Things of an extract as features of the layer files, credited."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import shapely

from layers.canonical import dumps
from layers.features import read_feature
from mapgen.grounding.fitting import MIDDLE_M, Fitted
from mapgen.grounding.kinds import table
from mapgen.grounding.taking import Thing

#: How far off a place may be, where somebody put its name, m: assumed, not measured.
_PLACE_M = {
    "station": 150.0,
    "airport": 1000.0,
    "town": 1000.0,
    "district": 2000.0,
    "place": 500.0,
    "label": 1000.0,
}


def context_text(fitted: Fitted, day: str | None) -> str:
    """Return the text of ``context.geojson`` in canonical form; parameters as `ground_text`."""
    return _text("context", fitted, lambda each, accuracy: _water(each, accuracy, day))


def ground_text(fitted: Fitted, day: str | None) -> str:
    """Return the text of ``ground.geojson`` in canonical form.

    Parameters
    ----------
    fitted : Fitted
    day : str or None
        Of the extract, YYYY-MM-DD.

    Returns
    -------
    str
        Without what the schema refuses: a name of the extract may hold anything.
    """
    return _text("ground", fitted, lambda each, accuracy: _ground(each, accuracy, day))


def note(day: str | None, *, is_middle: bool = False) -> str:
    """Return what a water of an extract notes, in the language of the layers."""
    credit = table()["credit"]
    told = credit["note_dated"].format(date=day) if day else credit["note"]
    return str(told + (credit["middle"] if is_middle else ""))


def _water(each: Thing, accuracy: float, day: str | None) -> dict[str, Any]:
    metres = _PLACE_M.get(each.kind, MIDDLE_M if each.kind == "river" else accuracy)
    return {
        "name": each.name, "name_en": each.name_en, "kind": each.kind, "accuracy_m": metres,
        "basis": "traced", "note": note(day, is_middle=each.kind == "river"),
    }  # fmt: skip


def _ground(each: Thing, accuracy: float, day: str | None) -> dict[str, Any]:
    credit = table()["credit"]
    return {
        "name": each.name, "name_en": each.name_en, "kind": each.kind, "rank": each.rank,
        "accuracy_m": _PLACE_M.get(each.kind, accuracy), "basis": "traced", "source": credit["source"],
        "source_en": credit["source"], "source_date": day, "source_licence": credit["licence"],
        "method": "traced",
    }  # fmt: skip


def _text(layer: str, fitted: Fitted, recorded: Any) -> str:
    numbers: Counter[str] = Counter()
    features: list[tuple[Mapping[str, Any], shapely.Geometry]] = []
    for each in _ordered(fitted.things):
        numbers[each.kind] += 1
        record = {"id": f"osm-{each.kind}-{numbers[each.kind]}", **recorded(each, fitted.degree.accuracy_m)}
        if _is_sound(layer, record, each.shape):
            features.append((record, each.shape))
    return dumps(layer, features)


def _is_sound(layer: str, record: Mapping[str, Any], shape: shapely.Geometry) -> bool:
    (feature,) = json.loads(dumps(layer, [(record, shape)]))["features"]
    return isinstance(read_feature(feature, layer, "", ""), tuple)


def _ordered(things: Sequence[Thing]) -> Iterator[Thing]:
    """By kind and rank, then by name and place: the same extract gives the same file."""

    def key(each: Thing) -> tuple[Any, ...]:
        return each.kind, each.rank, each.name or "\uffff", shapely.bounds(each.shape).tolist()

    yield from sorted(things, key=key)
