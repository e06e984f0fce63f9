"""Each rule of the made-up plan holds, and each fails, and only it, when the layers are broken on purpose."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from support import GRID, atlas_of, change, draw, drop, feature, problems_of, put, rewrite

import layers.sizes
from layers.checks import check
from layers.claims import breaches
from layers.messages import Message
from layers.rules import DIRECTION_SLACK
from mapgen.text.loading import LANGUAGES
from mapgen.text.texts import sentence


def told_values(breach: Message) -> dict[str, object]:
    """Values without the words of the claim, which every breach has."""
    return {key: value for key, value in breach.values.items() if not key.startswith("claim")}


RULES = [rule for rule, _ in breaches(atlas_of(GRID), "town")]


def broken(folder: Path) -> dict[str, list[tuple[str, str, dict]]]:
    """Claims that do not hold, with what is told of each."""
    return {
        rule.claim_en: [(breach.feature, breach.code, told_values(breach)) for breach in found]
        for rule, found in breaches(atlas_of(folder), "town")
        if found
    }


@pytest.mark.parametrize("number", range(len(RULES)), ids=lambda number: RULES[number].claim_en)
def test_every_rule_holds(number: int) -> None:
    assert breaches(atlas_of(GRID), "town")[number][1] == []


def test_every_kind_of_rule_is_there() -> None:
    assert {rule.rule for rule in RULES} == {
        "count",
        "passes",
        "within",
        "disjoint",
        "near",
        "direction",
        "sum",
    }


def second_axis(folder: Path) -> None:
    def editing(told: dict) -> None:
        copy = json.loads(json.dumps(feature(told, "town.axis")))
        copy["properties"]["id"] = "town.axis-2"
        told["features"].append(copy)

    change(folder, "town/axes", editing)


def third_member(folder: Path) -> None:
    """A third, tiny member of the core that is far from the others and has no stated area."""

    def editing(told: dict) -> None:
        copy = json.loads(json.dumps(feature(told, "town.north")))
        copy["properties"] |= {
            "id": "town.third",
            "sides": None,
            "inside": None,
            "basis": "traced",
            "accuracy_m": 20,
            "stated_km2": None,
        }
        copy["geometry"] = json.loads(shapely.to_geojson(shapely.box(113.55, 22.7, 113.5501, 22.7001)))
        told["features"].append(copy)

    change(folder, "town/zones", editing)


BREAKING: list[tuple[str, Callable[[Path], object], list[tuple[str, str, dict]]]] = [
    ("one axis", second_axis, [("town", "claim-count", {"expected": 1, "found": 2})]),
    ("the core has two members", third_member, [("town.core", "claim-count", {"expected": 2, "found": 3})]),
    (
        "the axis passes the north block, then the south block",
        lambda folder: put(folder, "town/axes", "town.axis", coordinates=[[113.4, 22.9], [113.4, 22.8]]),
        [
            (
                "town.axis",
                "claim-passes-far",
                {"axis": "town.axis", "target": target, "distance_m": metres, "limit_m": 500},
            )
            # A tenth of a degree at 22.9° and at 22.85° N.
            for target, metres in (("town.north", 10_260), ("town.south", 10_264))
        ],
    ),
    (
        "the north point lies in the north block",
        lambda folder: put(folder, "town/nodes", "town.north-point", coordinates=[113.52, 22.92]),
        [
            (
                "town.north-point",
                "claim-within",
                {"id": "town.north-point", "outer": "town.north", "percent": 0.0, "expected": 95},
            )
        ],
    ),
    (
        "the blocks do not overlap",
        lambda folder: draw(folder, "town.south", shapely.box(113.5, 22.8, 113.6, 22.86)),
        [("town.north", "claim-disjoint", {"id": "town.north", "other": "town.south", "km2": 11.366})],
    ),
    (
        "the south point is near the south block",
        lambda folder: put(folder, "town/nodes", "town.south-point", coordinates=[113.52, 22.79]),
        [
            (
                "town.south-point",
                "claim-near",
                {"id": "town.south-point", "to": "town.south", "distance_m": 1107, "limit_m": 1000},
            )
        ],
    ),
    (
        "the north block lies in the north",
        lambda folder: rewrite(folder / "town/plan.toml", 'is = "N"', 'is = "E"'),
        [
            (
                "town.north",
                "claim-direction",
                {"id": "town.north", "of": "town.core", "bearing": 0, "expected": "E"},
            )
        ],
    ),
    (
        "the blocks add up to 114 km²",
        lambda folder: put(folder, "town/zones", "town.north", stated_km2=57.5),
        [("town.core", "claim-sum", {"found": 114.5, "expected": 114})],
    ),
]


@pytest.mark.parametrize(("claim", "breaking", "told"), BREAKING, ids=[claim for claim, _, _ in BREAKING])
def test_every_rule_can_fail_by_itself(
    claim: str, breaking: Callable[[Path], object], told: list[tuple[str, str, dict]], grid: Path
) -> None:
    breaking(grid)
    assert broken(grid) == {claim: told}
    findings = [finding for finding in check(atlas_of(grid), ["town"]) if finding.rule.startswith("claim")]
    assert [(finding.level, finding.rule, finding.id) for finding in findings] == [
        ("error", code, id_) for id_, code, _ in told
    ]
    for finding in findings:
        for language in LANGUAGES:
            (words,) = [rule for rule in RULES if rule.claim_en == claim]
            assert (words.claim if language == "zh" else words.claim_en) in sentence(
                finding.message, language
            )


def test_every_rule_is_broken_once() -> None:
    assert [claim for claim, _, _ in BREAKING] == [rule.claim_en for rule in RULES]


# ---------------------------------------------------------------- rules of their own


def ruled(folder: Path, text: str) -> list[tuple[str, str]]:
    """What one rule instead of all others finds."""
    plan = folder / "town/plan.toml"
    told = plan.read_text("utf-8").split("[[rules]]")[0]
    plan.write_text(f'{told}[[rules]]\nclaim = "c"\nclaim_en = "c"\n{text}\n', "utf-8")
    ((_, found),) = breaches(atlas_of(folder), "town")
    return [(breach.code, breach.feature) for breach in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('kind = "zone"\nexactly = 2', 0),
        ('kind = "group"\nexactly = 1', 0),
        ('kind = "node"\nat_least = 2', 0),
        ('kind = "node"\nat_least = 3', 1),
        ('role = "一核"\nexactly = 3', 0),
        ('role = "一核"\nkind = "zone"\nexactly = 2', 0),
        ('role = "一核"\nkind = "axis"\nexactly = 0', 0),
        ('kind = "axis"\nexactly = 0', 1),
        ('parent = "town.core"\nkind = "node"\nexactly = 0', 0),
    ],
)
def test_counts(text: str, found: int, grid: Path) -> None:
    assert len(ruled(grid, f'rule = "count"\n{text}')) == found


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (["town.north", "town.south"], 0),
        (["town.south", "town.north"], 0),  # an axis may be followed either way
        (["town.north-point", "town.core", "town.south-point"], 0),
        (["town.core", "town.north-point", "town.south-point"], 1),
        (["town.north-point", "town.south-point", "town.core"], 1),
        (["town.north"], 0),
    ],
)
def test_orders(order: list[str], found: int, grid: Path) -> None:
    told = ruled(grid, f'rule = "passes"\naxis = "town.axis"\nwithin_m = 5000\norder = {order}')
    assert told == [("claim-passes-order", "town.axis")] * found


@pytest.mark.parametrize(("lat", "found"), [(22.93, 0), (22.99, 1)])
def test_share_of_a_line_within(lat: float, found: int, grid: Path) -> None:
    put(grid, "town/axes", "town.axis", coordinates=[[113.55, lat], [113.55, 22.8]], accuracy_m=1)
    text = 'rule = "within"\nids = ["town.axis"]\nouter = "town.core"\nat_least = 0.75'
    assert len(ruled(grid, text)) == found


@pytest.mark.parametrize(
    ("point", "off"), [("N", 0), ("NE", 45), ("E", 90), ("S", 180), ("NW", 45), ("W", 90)]
)
def test_directions(point: str, off: float, grid: Path) -> None:
    found = ruled(grid, f'rule = "direction"\nid = "town.north"\nof = "town.south"\nis = "{point}"')
    assert bool(found) is (off > DIRECTION_SLACK)


def test_near_counts_from_edge_to_edge(grid: Path) -> None:
    text = 'rule = "near"\nids = ["town.north"]\nto = "town.south"\nwithin_m = 1'
    assert ruled(grid, text) == []
    text = 'rule = "near"\nrole = "两点"\nto = "town.north"\nwithin_m = 6000'
    assert ruled(grid, text) == [("claim-near", "town.south-point")]


def test_a_sum_counts_a_zone_once_through_its_groups(grid: Path) -> None:
    def editing(told: dict) -> None:
        inner = json.loads(json.dumps(feature(told, "town.core")))
        inner["properties"] |= {"id": "town.inner", "parent": "town.core"}
        told["features"].append(inner)
        feature(told, "town.south")["properties"]["parent"] = "town.inner"

    change(grid, "town/zones", editing)
    text = 'rule = "sum"\nparent = "town.core"\nstated_km2 = 114'
    assert ruled(grid, text) == []
    atlas = atlas_of(grid)
    assert [leaf.id for leaf in atlas.leaves(atlas.elements["town.core"])] == ["town.north", "town.south"]


def test_points_in_a_group_are_no_part_of_its_area(grid: Path) -> None:
    put(grid, "town/nodes", "town.north-point", parent="town.core")
    atlas = atlas_of(grid)
    assert [leaf.id for leaf in atlas.leaves(atlas.elements["town.core"])] == ["town.north", "town.south"]
    assert atlas.leaves(atlas.elements["town.north"]) == [atlas.elements["town.north"]]


# ---------------------------------------------------------------- other findings of a check


def rules_found(folder: Path) -> list[tuple[str, str, str]]:
    return [(f.level, f.rule, f.id) for f in check(atlas_of(folder), ["town"])]


def test_a_connector_is_a_warning() -> None:
    assert rules_found(GRID) == [("warning", "edge-inferred", "town.south")]


def test_a_conflict_of_areas_is_a_warning(grid: Path) -> None:
    put(grid, "town/zones", "town.north", stated_km2=60)
    put(grid, "town/zones", "town.south", stated_km2=54)
    assert ("warning", "area-conflict", "town.north") in rules_found(grid)
    (text,) = [sentence(f.message, "en") for f in check(atlas_of(grid), ["town"]) if f.id == "town.north"]
    reason = "neither rounding nor the 90% interval of the area explains the difference"
    assert text == f"stated 60 km², computed 56.82 km² (-5.3 %): {reason}"


def test_slivers_and_overlaps_are_found(grid: Path) -> None:
    draw(grid, "town.south", shapely.box(113.5, 22.8, 113.50003, 22.86))
    found = {rule for _, rule, _ in rules_found(grid)}
    assert "topology-sliver" in found
    draw(grid, "town.south", shapely.box(113.5, 22.8, 113.6, 22.86))
    assert ("warning", "topology-overlap", "town.north") in rules_found(grid)


def test_every_area_agrees_with_the_plane(grid: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # 1.4 degrees off the belt's meridian the plane is 0.05 % too large, and nothing is wrong.
    draw(grid, "town.south", shapely.box(112.6, 22.8, 112.7, 22.85))
    assert "area-plane" not in {rule for _, rule, _ in rules_found(grid)}
    real = layers.sizes.planes_km2
    monkeypatch.setattr(layers.sizes, "planes_km2", lambda shapes: real(shapes) * 1.0003)
    assert ("error", "area-plane", "town.north") in rules_found(grid)


def test_dropping_an_element_that_a_rule_names_is_told(grid: Path) -> None:
    drop(grid, "town/nodes", "town.south-point")
    (problem,) = problems_of(grid)
    assert problem.code == "rule"
    assert problem.values["reason"] == Message("reason-no-feature", values={"id": "town.south-point"})
