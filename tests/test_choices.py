"""What can be chosen of an attribute is what the schema takes, value by value."""

from typing import Any

import pytest
from pydantic import ValidationError
from support import GRID, atlas_of

from layers.assemble import Atlas
from layers.choices import choices, is_day
from layers.schema import MODELS

#: What else a feature must say for a value to be taken.
WITH: dict[str, dict[str, Any]] = {
    "stated sides": {"sides": [{"side": "N", "stated": "a", "baseline": "b"}], "accuracy_m": None},
    "members": {"accuracy_m": None},
    "listed": {"accuracy_m": None},
}
MOVED = {
    "method": ["moved by half a width"], "centreline": "river", "half_width_m": 1, "half_width_accuracy_m": 1,
}  # fmt: skip
WITH["left"] = WITH["right"] = MOVED
WITH["reference sides"] = {**WITH["stated sides"], "reference_cite": "a"}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return atlas_of(GRID)


def record(atlas: Atlas, layer: str) -> dict[str, Any]:
    """A drawn feature of a layer."""
    if layer == "baselines":
        found: dict[str, Any] = next(iter(atlas.catalog.baselines.values())).record.model_dump()
        return found
    node = atlas.elements["town.north-point"].entry.record.model_dump()
    more = {"zones": {"sides": None, "inside": None}, "axes": {"passes": None}, "places": {"holder": None}}
    return {**node, **more.get(layer, {})}


@pytest.mark.parametrize("layer", ["zones", "axes", "nodes", "places", "baselines"])
def test_each_value_that_can_be_chosen_is_taken_and_another_is_not(atlas: Atlas, layer: str) -> None:
    model, told = MODELS[layer], record(atlas, layer)
    listed = {key: choices(layer, key) for key in model.model_fields if choices(layer, key)}
    assert listed.keys() == (
        {"kind", "basis", "bank"} if layer == "baselines" else {"basis", "status", "source_grade"}
    )
    for key, values in listed.items():
        for value in values:
            basis = value if key == "basis" else listed["basis"][0]
            model.model_validate(
                {**told, "basis": basis, **WITH.get(basis, {}), **WITH.get(value, {}), key: value}
            )
        with pytest.raises(ValidationError):
            model.model_validate({**told, "basis": basis, **WITH.get(basis, {}), key: "another"})


def test_nothing_can_be_chosen_of_what_is_free() -> None:
    for layer, key in (
        ("zones", "name"),
        ("zones", "function"),
        ("boundaries", "side"),
        ("nodes", "no such"),
    ):
        assert choices(layer, key) == ()


def test_the_day_of_entry_is_a_day() -> None:
    assert [key for key in MODELS["nodes"].model_fields if is_day("nodes", key)] == ["entered"]
    assert not is_day("relations", "entered")
