"""What was done to a state of the layers is what the difference of the two says, and nothing else."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from support import GRID, atlas_of, texts

from mapgen.importing.difference import Change, difference
from mapgen.importing.report import as_json, lines
from mapgen.importing.snapshot import Item, Snapshot, of_atlas

BEFORE = of_atlas(atlas_of(GRID), "before")
KEYS = list(BEFORE.items)
EARTH = Geod(ellps="WGS84")

WORDS = texts(min_size=1, max_size=20).filter(str.strip)
#: Attributes that stand in the files of every layer, or in those of elements.
NAMES = ["name", "name_en", "note"]
#: What may become of an attribute; no value of the made-up layers is one of these.
EDITS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(NAMES, WORDS) | {"stated_km2": st.integers(1000, 2000) | st.floats(1000, 2000)}
)
#: Which way, and how far, m: further than the rounding of layer files, which is no move.
MOVES = st.tuples(st.floats(-180, 180), st.floats(2, 20_000))
FATES = st.fixed_dictionaries(
    {key: st.just("stays") | st.just("goes") | EDITS | st.tuples(EDITS, MOVES) for key in map(str, KEYS)}
)
NEW = st.lists(st.tuples(WORDS, st.floats(113, 114), st.floats(22, 23)), max_size=3)


def moved(shape: shapely.Geometry, way: float, metres: float) -> shapely.Geometry:
    """The same shape elsewhere: its first position by so many metres, and the others in parallel."""
    x, y = shapely.get_coordinates(shape)[0]
    lon, lat, _ = EARTH.fwd(x, y, way, metres)
    return shapely.transform(shape, lambda positions: np.add(positions, [lon - x, lat - y]))


def edited(item: Item, fate: Any) -> tuple[Item, dict[str, tuple[Any, Any]]]:
    """An item after its fate, and what that did to its attributes."""
    edits, move = fate if isinstance(fate, tuple) else (fate, None)
    edits = {key: value for key, value in edits.items() if key in item.values}
    # What is not stated is not the same as what is, and a text in other words is another text.
    made = {key: f"×{value}×" if isinstance(value, str) else value for key, value in edits.items()}
    shape = item.geometry if move is None else moved(item.geometry, *move)
    after = replace(item, values={**item.values, **made}, geometry=shape)
    return after, {key: (item.values[key], value) for key, value in made.items()}


def by_key(changes: list[Change], what: str) -> dict[tuple[str, str], Change]:
    return {change.item.key: change for change in changes if change.what == what}


def test_a_state_does_not_differ_from_itself() -> None:
    assert len(KEYS) > 10
    assert difference(BEFORE, BEFORE) == []


@given(FATES, NEW)
def test_what_was_done_is_what_is_told(fates: dict[str, Any], new: list[tuple[str, float, float]]) -> None:
    after = Snapshot("after", scope=set(BEFORE.scope), whole=True)
    gone, attributes, metres = set(), {}, {}
    for key, item in BEFORE.items.items():
        fate = fates[str(key)]
        if fate == "goes":
            gone.add(key)
            continue
        there, done = (item, {}) if fate == "stays" else edited(item, fate)
        after.add(there)
        if isinstance(fate, tuple):
            metres[key] = fate[1][1]
        if done or key in metres:
            attributes[key] = done
    born = {("nodes", f"town.new-{number}") for number in range(len(new))}
    for (layer, name), (words, lon, lat) in zip(sorted(born), new, strict=True):
        after.add(Item(layer, name, "town", {"name": words}, shapely.Point(lon, lat)))

    there, back = difference(BEFORE, after), difference(after, BEFORE)
    assert by_key(there, "new").keys() == by_key(back, "gone").keys() == born
    assert by_key(there, "gone").keys() == by_key(back, "new").keys() == gone
    changed, undone = by_key(there, "changed"), by_key(back, "changed")
    assert changed.keys() == undone.keys() == attributes.keys()
    for key, change in changed.items():
        assert change.attributes == attributes[key]
        assert undone[key].attributes == {name: (new, old) for name, (old, new) in attributes[key].items()}
        assert change.redrawn == undone[key].redrawn == (key in metres)
        if key in metres:
            assert_moved(change, metres[key])
            assert_moved(undone[key], metres[key])
        else:
            assert change.moved_m is None
    for language in ("zh", "en"):
        for told in lines(there, language):
            assert told.replace("\u3000", " ").isprintable()
    assert len(json.loads(json.dumps(as_json(there), allow_nan=False))["changed"]) == len(changed)


def assert_moved(change: Change, metres: float) -> None:
    assert change.moved_m is not None
    if change.item.geometry.geom_type == "Point":
        assert change.moved_m == pytest.approx(metres, rel=1e-6)
    else:  # no vertex is further from the other outline than it was moved; degrees are shorter to the north
        assert 0 < change.moved_m < 1.02 * metres
