"""The catalogue of made-up layers: what is read, what is accepted as it is, and what follows from it."""

import json
import shutil
from pathlib import Path

import pytest
import shapely
from breaking import SQUARE, drawn
from support import GRID, atlas_of, change, copy_of_grid, drop, feature, problems_of, put

from layers.assemble import assemble
from layers.catalog import layer_files, load
from layers.messages import LayerError
from layers.references import MAX_DEPTH, circles
from mapgen.text.texts import line


def test_what_is_read() -> None:
    catalog = load(GRID)
    assert list(catalog.plans) == ["town"]
    assert list(catalog.entries) == [
        "town.core",
        "town.north",
        "town.south",
        "town.axis",
        "town.north-point",
        "town.south-point",
    ]
    assert set(catalog.baselines) == {"north-river", "south-road", "middle-road", "west-road", "east-road"}
    assert [item.record.id for item in catalog.context] == ["north-water"]
    assert catalog.entries["town.north"].file == "town/zones.geojson"


def test_what_is_assembled() -> None:
    atlas = atlas_of(GRID)
    told = {name: (element.kind, element.basis) for name, element in atlas.elements.items()}
    assert told == {
        "town.core": ("group", "stated sides"),
        "town.north": ("zone", "stated sides"),
        "town.south": ("zone", "stated sides"),
        "town.axis": ("axis", "sketched"),
        "town.north-point": ("node", "sketched"),
        "town.south-point": ("node", "sketched"),
    }
    north, south, core = (atlas.elements[f"town.{name}"] for name in ("north", "south", "core"))
    assert north.geometry.equals(shapely.box(113.5, 22.85, 113.6, 22.9))
    assert south.geometry.equals(shapely.box(113.5, 22.8, 113.6, 22.85))
    assert core.geometry.equals(shapely.box(113.5, 22.8, 113.6, 22.9))
    assert core.members == ("town.north", "town.south")
    assert core.area_km2 == pytest.approx((north.area_km2 or 0) + (south.area_km2 or 0), rel=1e-9)
    assert (north.comparison and north.comparison.grade) == "consistent"
    assert core.comparison is None
    assert atlas.elements["town.axis"].area_km2 is None


def test_accuracy_of_a_built_zone_is_the_mean_over_its_edges() -> None:
    atlas = atlas_of(GRID)
    assert atlas.elements["town.north"].accuracy_m == pytest.approx(20)
    # The southern one has a connector of 111 m whose accuracy is its length.
    edges = {edge.baseline_id: edge for edge in atlas.edges["town.south"]}
    assert edges[None].basis == "inferred"
    assert edges[None].accuracy_m == pytest.approx(110.7, abs=0.2)
    perimeter = 2 * (10_260 + 5_537)
    expected = (20 * (perimeter - 110.7) + 110.7 * 110.7) / perimeter
    assert atlas.elements["town.south"].accuracy_m == pytest.approx(expected, abs=0.02)
    # A group is known no better than its worst member.
    assert atlas.elements["town.core"].accuracy_m == atlas.elements["town.south"].accuracy_m


def test_edges_carry_the_words_of_the_plan() -> None:
    edges = atlas_of(GRID).edges["town.north"]
    assert [(edge.side, edge.stated, edge.baseline_id, edge.basis) for edge in edges] == [
        ("N", "北河", "north-river", "traced"),
        ("E", "东路", "east-road", "traced"),
        ("S", "中路", "middle-road", "traced"),
        ("W", "西路", "west-road", "traced"),
    ]


def test_a_group_is_known_no_better_than_its_weakest_member(grid: Path) -> None:
    put(grid, "town/zones", "town.north", sides=None, inside=None, basis="sketched", accuracy_m=900)
    shape = shapely.box(113.5, 22.85, 113.6, 22.9)
    put(grid, "town/zones", "town.north", geometry=json.loads(shapely.to_geojson(shape)))
    core = atlas_of(grid).elements["town.core"]
    assert (core.basis, core.accuracy_m) == ("sketched", 900)


def test_same_as_takes_the_other_ones_place(grid: Path) -> None:
    put(
        grid,
        "town/nodes",
        "town.south-point",
        same_as="town.north-point",
        basis=None,
        accuracy_m=None,
        geometry=None,
    )
    atlas = atlas_of(grid)
    one, other = atlas.elements["town.north-point"], atlas.elements["town.south-point"]
    assert other.geometry is one.geometry
    assert (other.owner, other.basis, other.accuracy_m) == ("town.north-point", "sketched", 100)


def test_a_zone_that_is_the_same_as_a_built_one_has_its_edges(grid: Path) -> None:
    def editing(told: dict) -> None:
        twin = json.loads(json.dumps(feature(told, "town.north")))
        twin["properties"] |= {
            "id": "town.twin",
            "same_as": "town.north",
            "parent": None,
            "basis": None,
            "sides": None,
            "inside": None,
            "stated_km2": 60,
        }
        told["features"].append(twin)

    change(grid, "town/zones", editing)
    atlas = atlas_of(grid)
    twin = atlas.elements["town.twin"]
    assert atlas.edges_of(twin) == atlas.edges["town.north"]
    # Its own stated area is compared with the shared geometry.
    assert twin.comparison is not None
    assert twin.comparison.diff_km2 == pytest.approx((twin.area_km2 or 0) - 60)


def test_moving_a_baseline_moves_the_zones_along_it(grid: Path) -> None:
    before = atlas_of(grid)
    north = 22.85 + 200 / 110_750
    put(grid, "baselines", "middle-road", coordinates=[[113.4, round(north, 5)], [113.7, round(north, 5)]])
    after = atlas_of(grid)
    moved = 0.2 * 10.262  # km²: 200 m along 10.26 km
    for name, sign in (("town.north", -1), ("town.south", 1)):
        change_km2 = (after.elements[name].area_km2 or 0) - (before.elements[name].area_km2 or 0)
        assert change_km2 == pytest.approx(sign * moved, rel=0.01)
    assert after.elements["town.core"].geometry.equals(before.elements["town.core"].geometry)


# ---------------------------------------------------------------- accepted, and put right


def shape_of(folder: Path, rings: list) -> shapely.Geometry:
    drawn(rings)(folder)
    return atlas_of(folder).elements["town.north"].geometry


def test_a_clockwise_ring_is_turned(grid: Path) -> None:
    hole = [[113.52, 22.82], [113.54, 22.82], [113.54, 22.84], [113.52, 22.82]]
    shape = shape_of(grid, [SQUARE[::-1], hole])
    assert shape.exterior.is_ccw
    assert not shape.interiors[0].is_ccw
    assert shape.equals(shapely.Polygon(SQUARE, [hole]))


def test_heights_are_dropped(grid: Path) -> None:
    shape = shape_of(grid, [[[*position, 12.5] for position in SQUARE]])
    assert not shape.has_z
    assert shape.equals(shapely.Polygon(SQUARE))


def test_foreign_members_do_not_matter(grid: Path) -> None:
    change(grid, "town/zones", lambda told: told.update({"bbox": [0, 0, 1, 1], "generator": "QGIS"}))
    change(grid, "town/zones", lambda told: told["features"][0].update({"id": 7, "bbox": None}))
    assert problems_of(grid) == []


def test_layers_that_are_not_there(grid: Path) -> None:
    for file in ("town/nodes.geojson", "context.geojson"):
        (grid / file).unlink()
    plan = grid / "town/plan.toml"
    plan.write_text(plan.read_text("utf-8").split("[[rules]]")[0], "utf-8")
    assert [element.kind for element in atlas_of(grid).elements.values()] == ["group", "zone", "zone", "axis"]


def test_a_plan_with_nothing_in_it(grid: Path) -> None:
    plan = grid / "town/plan.toml"
    plan.write_text(plan.read_text("utf-8").split("[[rules]]")[0], "utf-8")
    for name in ("zones", "axes", "nodes"):
        change(grid, f"town/{name}", lambda told: told.update(features=[]))
    assert atlas_of(grid).elements == {}


def test_a_link_within_the_folder_is_followed(grid: Path) -> None:
    (grid / "town/nodes.geojson").rename(grid / "points.geojson")
    (grid / "town/nodes.geojson").symlink_to(grid / "points.geojson")
    assert problems_of(grid) == []


def test_other_folders_and_hidden_ones_are_no_plans(grid: Path) -> None:
    (grid / "notes").mkdir()
    (grid / "notes" / "read.me").write_text("x")
    shutil.copytree(grid / "town", grid / ".town.zonemap-abc")
    assert list(load(grid).plans) == ["town"]


# ---------------------------------------------------------------- folders


@pytest.mark.parametrize("make", ["nothing", "file", "empty"])
def test_no_layers_folder(make: str, tmp_path: Path) -> None:
    folder = tmp_path / "none"
    if make == "file":
        folder.write_text("x")
    if make == "empty":
        folder.mkdir()
    with pytest.raises(LayerError) as caught:
        load(folder)
    (problem,) = caught.value.messages
    assert problem.code == ("no-plans" if make == "empty" else "folder-missing")
    assert str(folder) in line(problem, "en")


def test_the_version_changes_with_any_file(grid: Path) -> None:
    versions = {load(grid).version}
    for path in layer_files(grid):
        path.write_bytes(path.read_bytes() + b"\n")
        versions.add(load(grid).version)
    assert len(versions) == 8
    assert load(GRID).version == load(copy_of_grid(grid.parent / "again")).version


def test_two_plans_refer_to_each_other(grid: Path) -> None:
    shutil.copytree(grid / "town", grid / "city")
    for path in (grid / "city").iterdir():
        path.write_text(path.read_text("utf-8").replace("town", "city"), "utf-8")
    put(
        grid,
        "city/nodes",
        "city.south-point",
        same_as="town.south-point",
        basis=None,
        accuracy_m=None,
        geometry=None,
    )
    atlas = atlas_of(grid)
    assert list(atlas.catalog.plans) == ["city", "town"]
    assert atlas.elements["city.south-point"].owner == "town.south-point"
    # The two plans' zones follow the same lines and share their vertices.
    assert atlas.elements["city.north"].geometry.wkb == atlas.elements["town.north"].geometry.wkb
    drop(grid, "town/nodes", "town.south-point")
    assert {problem.code for problem in problems_of(grid)} == {"reference-unknown", "rule"}


# ---------------------------------------------------------------- circles


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({}, []),
        ({"a": ["b"], "b": []}, []),
        ({"a": ["a"]}, [["a", "a"]]),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, [["a", "b", "c", "a"]]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, [["b", "c", "b"]]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}, [["a", "b", "a"], ["c", "d", "c"]]),
    ],
)
def test_circles(graph: dict[str, list[str]], found: list[list[str]]) -> None:
    assert circles(graph) == found


def test_long_chains_are_told_and_not_followed() -> None:
    chain = {str(i): [str(i + 1)] for i in range(100_000)} | {"100000": []}
    assert circles(chain) == [["0", "1", "2", "…"]]
    fit = {str(i): [str(i + 1)] for i in range(MAX_DEPTH)} | {str(MAX_DEPTH): []}
    assert circles(fit) == []


def test_all_at_once_is_quick() -> None:
    # Every chain ends in the middle of another: each name is followed once.
    graph = {str(i): [str(i // 2)] if i else [] for i in range(200_000)}
    assert circles(graph) == []


def test_assembling_twice_gives_the_same() -> None:
    one, other = assemble(load(GRID)), assemble(load(GRID))
    assert [e.geometry.wkb for e in one.elements.values()] == [
        e.geometry.wkb for e in other.elements.values()
    ]
