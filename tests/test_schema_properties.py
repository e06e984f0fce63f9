"""Whatever stands in a layer file is refused in words, or is kept as it stands there."""

import copy
import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.canonical import dumps
from layers.catalog import DEFAULT
from layers.description import Description
from layers.features import read_feature
from layers.indicators import read_indicators
from layers.messages import Message
from layers.plan import Plan
from layers.records import read_record
from layers.relations import _Relations
from layers.schema import KEYS
from mapgen.text.texts import line

RING = [[113.5, 22.8], [113.6, 22.8], [113.6, 22.9], [113.5, 22.8]]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
#: What other attributes hold: at the right place for once, or at a wrong one.
KNOWN = st.sampled_from(
    [
        *("town.x", "north-river", "sketched", "stated sides", "members", "N", "ring", "2021-03", "A"),
        *("2024-02-29", "target", "at most", "software", "Polygon", "#2166ac", "count", "inf", "\0", "长啊⒅"),
        *([113.5, 22.8], [[113.5, 22.8]], [RING], RING),
        *(0.01, 50_000, 1900, 2100, 1e-320, 1e308, -1e15, 2**63, 10**400),
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT | KNOWN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
#: One to three changes: which of all places, what becomes of it, and the value that comes there.
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 2**32 - 1), st.sampled_from(["put", "put", "put", "drop", "twice", "key"]), VALUES
    ),
    min_size=1,
    max_size=3,
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every value within a value, as what holds it and its key there."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


def changed(value: Any, changes: list[tuple[int, str, Any]]) -> Any:
    value = copy.deepcopy(value)
    for number, what, drawn in changes:
        new = copy.deepcopy(drawn)  # what is drawn twice must not come to hold itself
        if not (every := list(places(value))):
            break
        holder, key = every[number % len(every)]
        if what == "drop":
            del holder[key]
        elif what == "twice" and isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        elif what == "key" and isinstance(holder, dict):
            holder[str(new)] = holder.pop(key)
        else:
            holder[key] = new
    return value


def told(problems: list[Message]) -> None:
    """What is wrong has words in both languages, in a line each."""
    for problem in problems:
        for language in ("zh", "en"):
            words = line(problem, language)
            assert words.replace("\u3000", " ").isprintable()
            words.encode("utf-8")


#: Geometries of few positions, so that as many changes meet attributes.
SMALL = {"Point": RING[0], "LineString": RING[:2], "Polygon": [RING], "MultiPolygon": [[RING]]}


def richest(layer: str) -> Any:
    """The feature of our own layers that states the most, with a small geometry."""
    paths = [*DEFAULT.glob(f"*/{layer}.geojson"), *DEFAULT.glob(f"{layer}.geojson")]
    features = [each for path in sorted(paths) for each in json.loads(path.read_text("utf-8"))["features"]]
    found = max(features, key=lambda each: sum(value is not None for value in each["properties"].values()))
    kind = found["geometry"] and found["geometry"]["type"]
    return {**found, "geometry": kind and {"type": kind, "coordinates": SMALL[kind]}}


RICHEST = {layer: richest(layer) for layer in KEYS}


@given(st.sampled_from(list(KEYS)), CHANGES)
def test_a_feature_is_refused_in_words_or_kept(layer: str, changes: list[tuple[int, str, Any]]) -> None:
    read = read_feature(changed(RICHEST[layer], changes), layer, "f", "#1")
    if isinstance(read, list):
        assert read
        told(read)
        return
    record, geometry = read
    once = dumps(layer, [(record.model_dump(), geometry)])
    again = read_feature(json.loads(once)["features"][0], layer, "f", "#1")
    if isinstance(again, list):  # five decimals may make a sliver cross itself: told, not hidden
        assert {problem.code for problem in again} == {"geometry-invalid"}
        return
    # An inside point is rounded as every position is.
    assert again[0].model_dump(exclude={"inside"}) == record.model_dump(exclude={"inside"})
    assert dumps(layer, [(again[0].model_dump(), again[1])]) == once


class Told:
    """A TOML file that is read already."""

    def __init__(self, value: dict[str, Any]) -> None:
        self.value = value

    def __contains__(self, name: str) -> bool:
        return True

    def toml(self, _: str) -> dict[str, Any]:
        return self.value


def stated(name: str) -> dict[str, Any]:
    return tomllib.loads((DEFAULT / name).read_text("utf-8"))


MODELS = {"nansha/plan.toml": Plan, "nansha/relations.toml": _Relations, "atlas.toml": Description}
STATED = {name: stated(name) for name in (*MODELS, "haizhu/indicators.toml")}


@pytest.mark.parametrize("name", list(MODELS))
@given(changes=CHANGES)
def test_a_file_is_refused_in_words_or_kept(name: str, changes: list[tuple[int, str, Any]]) -> None:
    problems: list[Message] = []
    model = MODELS[name]
    record = read_record(Told(changed(STATED[name], changes)), name, model, problems)  # type: ignore[type-var]
    assert (record is None) == bool(problems)
    told(problems)
    if record is not None:
        # Of a rule each kind dumps the keys that it has.
        assert model.model_validate(record.model_dump(by_alias=True, exclude_none=True)) == record


TABLES = {
    "tables": [{**each, "rows": each["rows"][:2]} for each in STATED["haizhu/indicators.toml"]["tables"]]
}


@given(CHANGES)
def test_a_table_of_indicators_is_refused_in_words_or_kept(changes: list[tuple[int, str, Any]]) -> None:
    problems: list[Message] = []
    tables = read_indicators(Told(changed(TABLES, changes)), "haizhu", problems)
    told(problems)
    for table in tables:
        for row in table.rows:
            assert type(row).model_validate(row.model_dump(exclude_none=True)) == row
