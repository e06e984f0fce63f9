"""Every number of the layers has two ends: just inside it is read and imported, just outside refused."""

import json
import math
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import annotated_types
import pytest
from commands import assert_told, run
from pydantic import BaseModel
from support import GRID, change, collection, contents, feature, problems_of, put, rewrite

from layers.description import Description
from layers.plan import Plan
from layers.schema import MODELS
from mapgen.text.texts import line


def numbers(
    kind: Any, bounds: frozenset[str] = frozenset(), where: str = ""
) -> Iterator[tuple[str, set[str]]]:
    """Every number that a type holds: the way to it, and the ends that it has."""
    if get_origin(kind) is Annotated:
        kind, *metadata = get_args(kind)
        yield from numbers(kind, bounds | ends(metadata), where)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield from numbers(field.annotation, ends(field.metadata), f"{where}.{name}")
    elif kind in (int, float):
        yield where, set(bounds)
    else:
        own = bounds if get_origin(kind) in (Union, UnionType) else frozenset()
        for inner in get_args(kind):
            yield from numbers(inner, own, where)


def ends(metadata: Iterable[Any]) -> frozenset[str]:
    flat = [each for item in metadata for each in getattr(item, "metadata", [item])]
    names = {annotated_types.Ge: "least", annotated_types.Le: "most"}
    return frozenset(names[type(each)] for each in flat if type(each) in names)


def test_every_number_of_the_schema_has_two_ends() -> None:
    found = [each for model in (*MODELS.values(), Plan, Description) for each in numbers(model)]
    # Positions are bounded as coordinates, by another hand; see below.
    assert {where for where, has in found if has != {"least", "most"}} == {".inside"}
    assert {where.rpartition(".")[2] for where, _ in found} == {
        *("stated_km2", "reference_km2", "accuracy_m", "part", "inside", "crs"),
        *("exactly", "at_least", "within_m"),
        *("status_year", "from_year", "to_year", "year", "value"),
        *("half_width_m", "half_width_accuracy_m"),
        *("rank", "ground_rank"),
    }


#: (layer, feature, key, just inside, just outside, what the refusal says), at each end.
ENDS: list[tuple[str, str, str, Any, Any, str]] = [
    *(
        ("town/zones", "town.north", key, inside, outside, told)
        for key in ("stated_km2", "reference_km2")
        for inside, outside, told in (
            (0.0001, 0.00009999, "at least 0.0001"),
            (0.0001, 1e-320, "at least 0.0001"),
            (10_000_000, 10_000_000.01, "at most 10000000"),
            (10_000_000, 10**400, "at most 10000000"),
        )
    ),
    ("town/nodes", "town.north-point", "accuracy_m", 0.01, 0.00999, "at least 0.01"),
    ("town/nodes", "town.north-point", "accuracy_m", 50_000, 50_000.01, "at most 50000"),
    ("baselines", "north-river", "accuracy_m", 0.01, 1e-320, "at least 0.01"),
    ("baselines", "north-river", "accuracy_m", 50_000, 1e308, "at most 50000"),
    ("baselines", "north-river", "ground_rank", 4, 5, "at most 4"),
    ("town/nodes", "town.north-point", "coordinates", [73.5, 30], [73.49999, 30], "73.5–136° E, 3–54° N"),
    ("town/nodes", "town.north-point", "coordinates", [136, 30], [136.00001, 30], "73.5–136° E, 3–54° N"),
    ("town/nodes", "town.north-point", "coordinates", [113.5, 3], [113.5, 2.99999], "73.5–136° E, 3–54° N"),
    ("town/nodes", "town.north-point", "coordinates", [113.5, 54], [113.5, 54.00001], "73.5–136° E, 3–54° N"),
]
#: Of drawn zones: nothing is built from these, so nothing else would notice them.
INSIDES = [
    ([73.5, 30], [73.49999, 30], "73.5–136° E, 3–54° N"),
    ([[136, 54]], [[136.00001, 54]], "73.5–136° E, 3–54° N"),
    ([113.5, 22.8], [1e308, 22.8], "73.5–136° E, 3–54° N"),
    ([[113.5, 22.8]] * 99, [[113.5, 22.8]] * 100, "at most 99 items"),
]
SQUARE = [[113.6, 22.9], [113.61, 22.9], [113.61, 22.91], [113.6, 22.91], [113.6, 22.9]]


def zone(folder: Path, **values: Any) -> None:
    """Add a drawn zone."""

    def adding(told: dict[str, Any]) -> None:
        own = {**feature(told, "town.north")["properties"], "id": "town.new", "parent": None}
        own |= {"basis": "sketched", "accuracy_m": 100, "sides": None, "inside": None}
        own |= {key: value for key, value in values.items() if key != "coordinates"}
        square = {"type": "Polygon", "coordinates": [values.get("coordinates", SQUARE)]}
        told["features"].append({"type": "Feature", "properties": own, "geometry": square})

    change(folder, "town/zones", adding)


def set_to(folder: Path, layer: str, id_: str, key: str, value: Any) -> None:
    cited = {"reference_cite": "测"} if key == "reference_km2" else {}
    put(folder, layer, id_, **cited, **{key: value})


@pytest.mark.parametrize(("layer", "id_", "key", "inside", "outside", "told"), ENDS)
def test_both_ends_at_reading(
    layer: str, id_: str, key: str, inside: Any, outside: Any, told: str, grid: Path
) -> None:
    set_to(grid, layer, id_, key, inside)
    assert problems_of(grid) == []
    set_to(grid, layer, id_, key, outside)
    (problem,) = problems_of(grid)
    assert problem.feature == id_
    assert told in line(problem, "en")


@pytest.mark.parametrize(("layer", "id_", "key", "inside", "outside", "told"), ENDS)
def test_both_ends_at_import(
    layer: str, id_: str, key: str, inside: Any, outside: Any, told: str, grid: Path, tmp_path: Path
) -> None:
    source = tmp_path / "in"
    shutil.copytree(GRID, source)
    set_to(source, layer, id_, key, outside)
    refused = run("import", source / f"{layer}.geojson", "--layers", grid)
    assert refused.exit_code == 2
    assert refused.stdout == ""  # no difference is shown that can never come to be
    assert len([each for each in refused.stderr.splitlines() if told in each and id_ in each]) == 1
    assert contents(grid) == contents(GRID)
    set_to(source, layer, id_, key, inside)
    result = run("import", source / f"{layer}.geojson", "--layers", grid)
    assert result.exit_code == 0, result.stderr
    written = feature(collection(grid, layer), id_)
    assert (
        written["geometry"]["coordinates"] if key == "coordinates" else written["properties"][key]
    ) == inside
    # What import wrote, a build can use.
    assert run("build", "--layers", grid, "--out", tmp_path / "out").exit_code == 0


@pytest.mark.parametrize(("inside", "outside", "told"), INSIDES)
def test_both_ends_of_points_inside_a_drawn_zone(inside: Any, outside: Any, told: str, grid: Path) -> None:
    zone(grid, inside=inside)
    assert problems_of(grid) == []
    put(grid, "town/zones", "town.new", inside=outside)
    (problem,) = problems_of(grid)
    assert told in line(problem, "en")


#: (what stands in plan.toml, its key, just inside, just outside, what the refusal says).
RULES = [
    *(
        ("exactly = 1", "exactly", *ends)
        for ends in ((0, -1, "at least 0"), (10**6, 10**6 + 1, "at most 1000000"))
    ),
    ("within_m = 500", "within_m", 0.01, 0.00999, "at least 0.01"),
    ("within_m = 500", "within_m", 500_000, 500_000.01, "at most 500000"),
    ("stated_km2 = 114", "stated_km2", 0.0001, 0.00009999, "at least 0.0001"),
    ("stated_km2 = 114", "stated_km2", 10**7, 10_000_000.01, "at most 10000000"),
    *(
        ("at_least = 0.9", "at_least", *ends)
        for ends in ((0.01, 0.00999, "at least 0.01"), (1.0, 1.00001, "at most 1"))
    ),
]


@pytest.mark.parametrize(("text", "key", "inside", "outside", "told"), RULES)
def test_both_ends_of_a_rule(text: str, key: str, inside: Any, outside: Any, told: str, grid: Path) -> None:
    plan = grid / "town/plan.toml"
    if key == "at_least":
        plan.write_text(
            plan.read_text("utf-8")
            + '\n[[rules]]\nrule = "within"\nids = ["town.north-point"]\nouter = "town.north"\n'
            + 'at_least = 0.9\nclaim = "甲"\nclaim_en = "a"\n',
            "utf-8",
        )
    sound = plan.read_text("utf-8")
    assert sound.count(text) == 1
    plan.write_text(sound.replace(text, f"{key} = {inside}"), "utf-8")
    assert problems_of(grid) == []
    huge = hex(16**5000)  # more digits than Python puts into decimals
    for beyond in (outside, "nan", "inf", "-inf", huge):
        plan.write_text(sound.replace(text, f"{key} = {beyond}"), "utf-8")
        (problem,) = problems_of(grid)
        assert problem.code == "rule"
        if beyond == outside:
            assert told in line(problem, "en")


def test_both_ends_of_the_part_of_a_side(grid: Path) -> None:
    for part, sound in ((99, True), (100, False), (0, False)):

        def numbering(told: dict[str, Any], part: int = part) -> None:
            for side in feature(told, "town.north")["properties"]["sides"]:
                side["part"] = part

        change(grid, "town/zones", numbering)
        problems = problems_of(grid)
        assert (problems == []) == sound
        if not sound:
            assert "at most 99" in line(problems[0], "en") or "at least 1" in line(problems[0], "en")


@pytest.mark.parametrize(
    ("crs", "told"), [(1023, "at least 1024"), (999_000, "at most 998999"), (hex(16**5000), "998999")]
)
def test_an_epsg_code_has_two_ends(crs: object, told: str, grid: Path) -> None:
    (grid / "atlas.toml").write_text(f"crs = {crs}\n")
    (problem,) = problems_of(grid)
    assert told in line(problem, "en")


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "Infinity"])
@pytest.mark.parametrize("key", ["stated_km2", "accuracy_m"])
def test_what_is_no_number_is_refused(key: str, number: str, grid: Path, tmp_path: Path) -> None:
    put(grid, "town/nodes", "town.north-point", **{key: 12345})
    rewrite(grid / "town/nodes.geojson", "12345", number)
    (problem,) = problems_of(grid)
    assert problem.code in ("attribute", "not-json")
    layers = Path(shutil.copytree(GRID, tmp_path / "other"))
    assert run("import", grid / "town/nodes.geojson", "--layers", layers).exit_code == 2
    assert contents(layers) == contents(GRID)


def test_between_the_border_and_the_belts_is_one_line(grid: Path, tmp_path: Path) -> None:
    square = [[x - 40.4, y + 10] for x, y in SQUARE]
    assert math.isclose(square[0][0], 73.2)
    zone(grid, coordinates=square)
    for words in (
        ("check",),
        ("build", "--out", tmp_path / "o"),
        ("export", "--out", tmp_path / "o"),
        ("areas",),
    ):
        assert_told(run(*words, "--layers", grid), 1)
    target = Path(shutil.copytree(GRID, tmp_path / "other"))
    result = run("import", grid / "town/zones.geojson", "--layers", target)
    assert result.exit_code == 2
    assert "73.5–136° E" in result.stderr
    assert contents(target) == contents(GRID)


@pytest.mark.parametrize("number", [1e308, -1e308, 1e155, 361.0])
@pytest.mark.parametrize("layer", ["town/nodes", "town/axes", "baselines"])
def test_coordinates_beyond_all_measure_are_a_line_and_no_warning(
    layer: str, number: float, grid: Path, tmp_path: Path
) -> None:
    told = collection(GRID, layer)
    first = told["features"][0]["geometry"]["coordinates"]
    (first if layer == "town/nodes" else first[0])[0] = number
    (tmp_path / "in.geojson").write_text(json.dumps(told), "utf-8")
    # A warning would be an error here.
    result = run("import", tmp_path / "in.geojson", "--layers", grid)
    assert result.exit_code == 2
    assert "73.5–136° E" in result.stderr
    assert contents(grid) == contents(GRID)
    assert run("diff", grid, tmp_path / "in.geojson").exit_code in (0, 1)
