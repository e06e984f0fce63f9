"""Zones whose boundary is not known yet: what they hold, what follows from them, what is said of them."""

from pathlib import Path
from typing import Any

import pytest
from support import atlas_of, change, copy_of_grid, feature, problems_of, put
from waiting import SIDES, WHOLE, make_pending

from layers.checks import Finding, check
from layers.claims import breaches, untested
from mapgen.text.texts import line


@pytest.fixture
def grid(tmp_path: Path) -> Path:
    """The made-up layers; the north block is pending, for nobody has found the west road."""
    folder = copy_of_grid(tmp_path / "layers")
    make_pending(folder, "town.north", sides=SIDES)
    return folder


def found(folder: Path, start: str) -> dict[str, str]:
    """What checking says, by the feature, of findings that begin so."""
    return {each.id: told(each) for each in check(atlas_of(folder), ["town"]) if each.rule.startswith(start)}


def told(finding: Finding) -> str:
    assert finding.level == "warning"
    return line(finding.message, "en")


def test_a_pending_zone_has_no_geometry_and_is_said_to_lack_a_line(grid: Path) -> None:
    atlas = atlas_of(grid)
    assert "town.north" not in atlas.elements
    zone = atlas.pending["town.north"]
    assert (zone.kind, zone.basis, zone.geometry, zone.area_km2) == ("zone", "pending", None, None)
    assert atlas.named["town.north"] is zone
    assert [each.id for each in atlas.features_of("town")][-2:] == ["town.core", "town.north"]
    said = found(grid, "pending-")["town.north"]
    assert "1 of 4 sides without a line yet (W 西路)" in said


def test_a_group_with_a_pending_member_is_never_shown_as_whole(grid: Path) -> None:
    atlas = atlas_of(grid)
    assert "town.south" in atlas.elements
    group = atlas.pending["town.core"]
    assert (group.kind, group.geometry, group.area_km2) == ("group", None, None)
    assert group.members == ("town.north", "town.south")
    assert "town.north are pending, so the group has no geometry" in found(grid, "pending-")["town.core"]


def test_a_group_of_groups_waits_for_the_last_of_them(grid: Path) -> None:
    outer = {"id": "town.all", "name": "全域", "name_en": "All", "basis": "members"}
    change(
        grid,
        "town/zones",
        lambda layer: layer["features"].append(
            {
                "type": "Feature",
                "properties": {**feature(layer, "town.core")["properties"], **outer},
                "geometry": None,
            }
        ),
    )
    put(grid, "town/zones", "town.core", parent="town.all")
    assert {"town.core", "town.all"} <= atlas_of(grid).pending.keys()


def test_counting_and_adding_up_need_no_boundary_and_other_rules_say_that_they_wait(grid: Path) -> None:
    atlas = atlas_of(grid)
    held = {rule.claim_en for rule, broken in breaches(atlas, "town") if not broken}
    assert held == {
        "one axis",
        "the core has two members",
        "the south point is near the south block",
        "the blocks add up to 114 km²",
    }
    waiting = {rule.claim_en: ids for rule, ids in untested(atlas, "town")}
    assert waiting == {
        "the axis passes the north block, then the south block": ["town.north"],
        "the north point lies in the north block": ["town.north"],
        "the blocks do not overlap": ["town.north"],
        "the north block lies in the north": ["town.core", "town.north"],
    }
    said = [told(each) for each in check(atlas, ["town"]) if each.rule == "claim-pending"]
    assert len(said) == 4
    assert "“the blocks do not overlap”: town.north pending, so it could not be tested (disjoint)" in said[2]
    assert not [each for each in check(atlas, ["town"]) if each.level == "error"]


def test_what_can_be_tested_of_a_rule_can_still_fail(grid: Path) -> None:
    """The axis is far from the south block: that the north block waits does not excuse it."""
    put(grid, "town/axes", "town.axis", coordinates=[[113.7, 22.9], [113.7, 22.8]])
    atlas = atlas_of(grid)
    (broken,) = (broken for rule, broken in breaches(atlas, "town") if rule.rule == "passes")
    assert [each.code for each in broken] == ["claim-passes-far"]
    assert "passes" not in {rule.rule for rule, _ in untested(atlas, "town")}


@pytest.mark.parametrize(
    ("sides", "inside", "said"),
    [
        (None, None, "it has neither sides nor a drawing"),
        (WHOLE, None, "set basis to stated sides and inside to [113.55, 22.875]"),
        (WHOLE, [113.55, 22.88], "inside to [113.55, 22.88]"),
        (WHOLE, [113.2, 22.88], "do not enclose the inside point"),
        (WHOLE[1:], None, "they do not close: the lines enclose nothing"),
        (WHOLE[1:3], None, "only 2 sides are stated (E 东路, S 中路), too few"),
        # A line that is not known yet is not what they lack most.
        (SIDES[2:], None, "only 2 sides are stated (S 中路, W 西路), too few"),
        (SIDES[3:], None, "only 1 side is stated (W 西路), too few"),
        ([{**WHOLE[0], "side": "S"}, {**WHOLE[2], "side": "N"}, *WHOLE[1::2]], None, "other directions"),
    ],
)
def test_checking_says_what_a_zone_lacks(
    grid: Path, sides: list[dict[str, str]] | None, inside: list[float] | None, said: str
) -> None:
    make_pending(grid, "town.north", sides=sides, inside=inside)
    assert said in found(grid, "pending-")["town.north"]


def test_filling_in_what_is_lacking_makes_an_ordinary_zone(grid: Path) -> None:
    put(grid, "town/zones", "town.north", basis="stated sides", sides=WHOLE, inside=[113.55, 22.875])
    atlas = atlas_of(grid)
    assert not atlas.pending
    assert atlas.elements["town.core"].area_km2
    assert not untested(atlas, "town")


POLYGON = {"type": "Polygon", "coordinates": [[[113.5, 22.8], [113.6, 22.8], [113.6, 22.9], [113.5, 22.8]]]}


@pytest.mark.parametrize(
    ("layer", "id_", "values", "said"),
    [
        ("zones", "town.north", {"geometry": POLYGON}, "is pending and has a geometry; state its basis"),
        ("zones", "town.north", {"accuracy_m": 20}, "with basis pending, accuracy_m is derived"),
        (
            "zones",
            "town.north",
            {"basis": "stated sides", "inside": [113.55, 22.88]},
            "side W (西路) has no baseline",
        ),
        ("zones", "town.north", {"basis": "traced", "accuracy_m": 20}, "or pending while a line is lacking"),
        (
            "zones",
            "town.north",
            {"inside": [[113.55, 22.88], [113.56, 22.88]]},
            "has 1 parts but 2 inside points",
        ),
        (
            "zones",
            "town.north",
            {"sides": [{**SIDES[0], "baseline": "no-river"}]},
            "does not exist; add it to",
        ),
        (
            "axes",
            "town.axis",
            {"basis": "pending", "accuracy_m": None, "geometry": None},
            "only a zone may be pending",
        ),
        (
            "nodes",
            "town.north-point",
            {"basis": "pending", "accuracy_m": None, "geometry": None},
            "a node has basis",
        ),
    ],
)
def test_what_a_pending_zone_may_not_be_is_said_in_one_line(
    grid: Path, layer: str, id_: str, values: dict[str, Any], said: str
) -> None:
    put(grid, f"town/{layer}", id_, **values)
    (problem,) = (each for each in problems_of(grid) if each.feature == id_)
    assert said in line(problem, "en")
