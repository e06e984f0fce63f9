"""Ways to break a copy of the made-up layers, with the file, the feature and the code that must be told."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import support
from support import change, drop, feature, put, rewrite

ZONES, AXES, NODES, PLAN = (
    f"town/{name}" for name in ("zones.geojson", "axes.geojson", "nodes.geojson", "plan.toml")
)
BASELINES, CONTEXT = "baselines.geojson", "context.geojson"


@dataclass(frozen=True)
class Case:
    name: str
    breaking: Callable[[Path], object]
    told: tuple[tuple[str, str, str], ...]  # (file, feature, code), all of them


CASES: list[Case] = []


def case(name: str, *told: tuple[str, str, str]) -> Callable[[Callable[[Path], object]], None]:
    def keep(breaking: Callable[[Path], object]) -> None:
        CASES.append(Case(name, breaking, told))

    return keep


def simple(name: str, breaking: Callable[[Path], object], *told: tuple[str, str, str]) -> None:
    CASES.append(Case(name, breaking, told))


def text(file: str, editing: Callable[[str], str]) -> Callable[[Path], object]:
    return lambda folder: (folder / file).write_text(editing((folder / file).read_text("utf-8")), "utf-8")


def raw(file: str, editing: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda folder: (folder / file).write_bytes(editing((folder / file).read_bytes()))


def props(layer: str, id_: str, /, **values: Any) -> Callable[[Path], object]:
    return lambda folder: put(folder, layer, id_, **values)


# ---------------------------------------------------------------- files

for _file in (ZONES, AXES, NODES, BASELINES, CONTEXT):
    simple(f"{_file} is no JSON", text(_file, lambda _: "zones: none"), (_file, "", "not-json"))
    simple(f"{_file} is empty", text(_file, lambda _: ""), (_file, "", "not-json"))
    simple(f"{_file} is cut off", text(_file, lambda t: t[: len(t) // 2]), (_file, "", "not-json"))
    simple(f"{_file} has a BOM", raw(_file, lambda b: b"\xef\xbb\xbf" + b), (_file, "", "bom"))
    simple(f"{_file} is a list", text(_file, lambda _: "[]"), (_file, "", "not-collection"))

simple("GBK", raw(ZONES, lambda b: b.decode().encode("gbk")), (ZONES, "", "not-utf8"))
simple("UTF-16", raw(ZONES, lambda b: b.decode().encode("utf-16")), (ZONES, "", "not-utf8"))
simple("zeros", raw(ZONES, lambda b: b"\0" * len(b)), (ZONES, "", "not-json"))
simple("two documents", text(ZONES, lambda t: t + t), (ZONES, "", "not-json"))
simple("comment", text(ZONES, lambda t: "// zones\n" + t), (ZONES, "", "not-json"))
simple("trailing comma", text(ZONES, lambda t: t.replace("}\n]", "},\n]")), (ZONES, "", "not-json"))
simple(
    "duplicate key",
    text(ZONES, lambda t: t.replace('"id": "town.core"', '"id": "town.core", "id": "town.x"', 1)),
    (ZONES, "", "duplicate-key"),
)
for _word in ("NaN", "Infinity", "-Infinity"):
    simple(
        f"{_word} as an area",
        text(ZONES, lambda t, w=_word: t.replace('"stated_km2": 57', f'"stated_km2": {w}', 1)),
        (ZONES, "", "not-json"),
    )
simple("lone surrogate", text(ZONES, lambda t: t.replace("北片", "\\ud800", 1)), (ZONES, "", "not-json"))
simple(
    "5000 digits",
    text(ZONES, lambda t: t.replace('"stated_km2": 57', '"stated_km2": ' + "9" * 5000, 1)),
    (ZONES, "", "not-json"),
)
simple("nested 100 000 deep", text(ZONES, lambda _: "[" * 100_000 + "]" * 100_000), (ZONES, "", "not-json"))
simple("a scalar", text(ZONES, lambda _: "57"), (ZONES, "", "not-collection"))
simple(
    "features are an object",
    text(ZONES, lambda _: '{"type": "FeatureCollection", "features": {}}'),
    (ZONES, "", "not-collection"),
)
simple("no features", text(ZONES, lambda _: '{"type": "FeatureCollection"}'), (ZONES, "", "not-collection"))
simple(
    "one feature alone",
    text(ZONES, lambda t: json.dumps(json.loads(t)["features"][0])),
    (ZONES, "", "not-collection"),
)
simple(
    "a crs member",
    text(ZONES, lambda t: t.replace("{", '{"crs": {"type": "name"},', 1)),
    (ZONES, "", "crs-member"),
)
for _thing in (
    "null",
    "[]",
    "1",
    '{"type": "Feature"}',
    '{"type": "Point"}',
    '{"type": "Feature", "properties": null, "geometry": null}',
    '{"type": "Feature", "properties": {}}',
):
    simple(
        f"{_thing} instead of a feature",
        text(NODES, lambda t, w=_thing: t.replace("[\n", f"[\n{w},\n", 1)),
        (NODES, "#1", "not-feature"),
    )


@case("a directory instead of a file", (NODES, "", "file-unreadable"))
def _(folder: Path) -> None:
    (folder / NODES).unlink()
    (folder / NODES).mkdir()


@case("a pipe instead of a file", (NODES, "", "file-unreadable"))
def _(folder: Path) -> None:
    (folder / NODES).unlink()
    os.mkfifo(folder / NODES)


@case("a link out", (NODES, "", "link-outside"))
def _(folder: Path) -> None:
    outside = folder.parent / "outside.geojson"
    (folder / NODES).rename(outside)
    (folder / NODES).symlink_to(outside)


@case(
    "a folder that is a link out",
    (PLAN, "", "link-outside"),
    *((f, "", "link-outside") for f in (ZONES, AXES, NODES)),
)
def _(folder: Path) -> None:
    (folder / "town").rename(folder.parent / "elsewhere")
    (folder / "town").symlink_to(folder.parent / "elsewhere")


@case("a link that leads nowhere", (NODES, "", "file-unreadable"))
def _(folder: Path) -> None:
    (folder / NODES).unlink()
    (folder / NODES).symlink_to(folder / "gone.geojson")


@case("a link to itself", (BASELINES, "", "file-unreadable"))
def _(folder: Path) -> None:
    (folder / BASELINES).unlink()
    (folder / BASELINES).symlink_to(folder / BASELINES)


@case("no plan.toml beside the layers", (PLAN, "", "plan-missing"))
def _(folder: Path) -> None:
    (folder / PLAN).unlink()


# ---------------------------------------------------------------- plan.toml

simple("plan.toml is no TOML", text(PLAN, lambda t: t + "\n[[roles"), (PLAN, "", "not-toml"))
simple("plan.toml is cut off", text(PLAN, lambda t: t[: t.index("roles") - 1]), (PLAN, "", "not-toml"))
simple(
    "plan.toml in GBK",
    raw(PLAN, lambda b: b.decode().replace("²", "2").encode("gbk")),
    (PLAN, "", "not-utf8"),
)
simple("plan.toml with BOM", raw(PLAN, lambda b: b"\xef\xbb\xbf" + b), (PLAN, "", "bom"))
simple(
    "a TOML number of 5000 digits", text(PLAN, lambda t: f"x = {'9' * 5000}\n" + t), (PLAN, "", "not-toml")
)
simple(
    "TOML nested deeply", text(PLAN, lambda t: f"x = {'[' * 5000}{']' * 5000}\n" + t), (PLAN, "", "not-toml")
)
simple("a key twice in TOML", text(PLAN, lambda t: 'id = "town"\n' + t), (PLAN, "", "not-toml"))
simple("no title", lambda f: rewrite(f / PLAN, 'title = "方城规划"\n', ""), (PLAN, "", "attribute"))
simple("an unknown key in TOML", text(PLAN, lambda t: "x = 1\n" + t), (PLAN, "", "attribute"))
simple(
    "another plan's id",
    lambda f: rewrite(f / PLAN, 'id = "town"\n', 'id = "city"\n'),
    (PLAN, "city", "id-prefix"),
)
simple("no colour", lambda f: rewrite(f / PLAN, "#b2182b", "red"), (PLAN, "", "attribute"))
simple(
    "a role twice",
    lambda f: rewrite(f / PLAN, 'name = "两点"', 'name = "一轴"'),
    (PLAN, "", "attribute"),
    *((NODES, f"town.{n}-point", "role-unknown") for n in ()),
)
simple(
    "no roles",
    lambda f: (f / PLAN).write_text((f / PLAN).read_text("utf-8").replace("[[roles]]", "[[rolls]]"), "utf-8"),
    (PLAN, "", "attribute"),
    (PLAN, "", "attribute"),
)
simple("an unknown rule", lambda f: rewrite(f / PLAN, 'rule = "near"', 'rule = "far"'), (PLAN, "", "rule"))
simple("a rule without its number", lambda f: rewrite(f / PLAN, "exactly = 1", ""), (PLAN, "", "rule"))
simple(
    "a rule about nothing",
    lambda f: rewrite(f / PLAN, 'outer = "town.north"', 'outer = "town.nowhere"'),
    (PLAN, "", "rule"),
)
simple(
    "a rule about two things",
    lambda f: rewrite(
        f / PLAN, 'ids = \\["town.south-point"\\]', 'ids = ["town.south-point"]\nrole = "两点"'
    ),
    (PLAN, "", "rule"),
)
simple(
    "a rule about a role that is none",
    lambda f: rewrite(f / PLAN, 'role = "一轴"', 'role = "二轴"'),
    (PLAN, "", "rule"),
)
simple(
    "a distance that is none",
    lambda f: rewrite(f / PLAN, "within_m = 500", "within_m = nan"),
    (PLAN, "", "rule"),
)
simple(
    "an axis that is a zone",
    lambda f: rewrite(f / PLAN, 'axis = "town.axis"', 'axis = "town.north"'),
    (PLAN, "", "rule"),
)
simple("an axis that passes nothing", props("town/axes", "town.axis", passes=None), (PLAN, "", "rule"))
simple(
    "rules are no list", text(PLAN, lambda t: "rules = 1\n" + t[: t.index("[[rules]]")]), (PLAN, "", "rule")
)

# ---------------------------------------------------------------- attributes

ATTRIBUTES: list[tuple[str, Any]] = [
    ("id", None),
    ("id", ""),
    ("id", 7),
    ("id", "north"),
    ("id", "Town.north"),
    ("id", "town.北"),
    ("id", "../x.y"),
    ("id", "town." + "x" * 300),
    ("id", "town.north\n"),
    ("name", ""),
    ("name", None),
    ("name", 5),
    ("name", "x" * 20_001),
    ("name", "a\u0000b"),
    ("name_en", None),
    ("role", ["一核"]),
    ("parent", "core"),
    ("stated_km2", 0),
    ("stated_km2", -57),
    ("stated_km2", "57"),
    ("stated_km2", 1e300),
    ("stated_km2", 10**400),
    ("stated_km2", True),
    ("basis", "guessed"),
    ("basis", None),
    ("basis", "traced"),
    ("basis", "members"),
    ("accuracy_m", 20),
    ("accuracy_m", 0),
    ("cite", ""),
    ("cite", None),
    ("same_as", "town.south"),
    ("note", ""),
    ("reference_km2", 3),
    ("sides", []),
    ("sides", None),
    ("sides", "N"),
    ("sides", [{"side": "UP", "stated": "x", "baseline": "y"}]),
    ("sides", [{"side": "N", "stated": "x"}]),
    ("inside", [113.55]),
    ("inside", "113.55, 22.87"),
    ("inside", []),
    ("inside", [113.55, 22.87, 3]),
    ("colour", "red"),
]
for _key, _value in ATTRIBUTES:
    _told = (
        str(_value) if _key == "id" and isinstance(_value, str) else "#2" if _key == "id" else "town.north"
    )

    def _breaking(folder: Path, key: str = _key, value: Any = _value) -> None:
        # A name that is used elsewhere would be missed there; here only the attribute is to be wrong.
        put(folder, "town/zones", "town.north", **{key: value})

    simple(f"{_key} = {str(_value)[:40]!r}", _breaking, (ZONES, _told, "attribute"))

simple(
    "an attribute is missing",
    lambda f: change(f, "town/zones", lambda t: feature(t, "town.north")["properties"].pop("note")),
    (ZONES, "town.north", "attribute"),
)
simple(
    "a role that is none",
    props("town/zones", "town.north", role="二核"),
    (ZONES, "town.north", "role-unknown"),
)
simple("no inside", props("town/zones", "town.north", inside=None), (ZONES, "town.north", "inside-missing"))
simple(
    "two insides for one part",
    props("town/zones", "town.north", inside=[[113.55, 22.87], [113.56, 22.87]]),
    (ZONES, "town.north", "inside-parts"),
)
simple(
    "inside swapped",
    props("town/zones", "town.north", inside=[22.87, 113.55]),
    (ZONES, "town.north", "geometry-swapped"),
)
simple(
    "inside nowhere",
    props("town/zones", "town.north", inside=[1e300, 0]),
    (ZONES, "town.north", "geometry-far"),
)
simple(
    "a node made of members",
    props("town/nodes", "town.north-point", basis="members", accuracy_m=None, geometry=None),
    (NODES, "town.north-point", "attribute"),
)
simple(
    "a plan called con", lambda f: rewrite(f / PLAN, 'id = "town"\n', 'id = "con"\n'), (PLAN, "", "attribute")
)

# ---------------------------------------------------------------- references

simple(
    "an id twice",
    lambda f: change(f, "town/zones", lambda t: t["features"].append(feature(t, "town.north"))),
    (ZONES, "town.north", "id-duplicate"),
)
simple(
    "an id in two files",
    props("town/nodes", "town.north-point", id="town.axis"),
    (NODES, "town.axis", "id-duplicate"),
)
simple(
    "an id of another plan",
    props("town/nodes", "town.south-point", id="city.south-point"),
    (NODES, "city.south-point", "id-prefix"),
)
simple(
    "a baseline twice",
    lambda f: change(f, "baselines", lambda t: t["features"].append(t["features"][0])),
    (BASELINES, "north-river", "id-duplicate"),
)
simple(
    "a context feature twice",
    lambda f: change(f, "context", lambda t: t["features"].append(t["features"][0])),
    (CONTEXT, "north-water", "id-duplicate"),
)
simple(
    "an unknown parent",
    props("town/zones", "town.north", parent="town.nowhere"),
    (ZONES, "town.north", "reference-unknown"),
)
simple(
    "an axis passes what is not there",
    props("town/axes", "town.axis", passes=["town.north", "town.nowhere"]),
    (AXES, "town.axis", "reference-unknown"),
)
simple(
    "its own parent",
    props("town/zones", "town.core", parent="town.core"),
    (ZONES, "town.core", "reference-loop"),
    (ZONES, "town.core", "reference-loop"),
)
simple(
    "members without members",
    lambda f: [put(f, "town/zones", f"town.{n}", parent=None) for n in ("north", "south")],
    (ZONES, "town.core", "members-none"),
)


def same(folder: Path, layer: str, id_: str, other: str) -> None:
    """Turn a feature into one that lies where another does."""
    extra = {} if layer != "town/zones" else {"sides": None, "inside": None}
    put(folder, layer, id_, same_as=other, basis=None, accuracy_m=None, geometry=None, **extra)


simple(
    "same as nothing",
    lambda f: same(f, "town/zones", "town.south", "town.nowhere"),
    (ZONES, "town.south", "reference-unknown"),
)
simple(
    "same as itself",
    lambda f: same(f, "town/zones", "town.south", "town.south"),
    (ZONES, "town.south", "reference-loop"),
)
simple(
    "same as a node",
    lambda f: same(f, "town/zones", "town.south", "town.south-point"),
    (ZONES, "town.south", "same-as-kind"),
)
simple(
    "same as each other",
    lambda f: [
        same(f, "town/nodes", "town.north-point", "town.south-point"),
        same(f, "town/nodes", "town.south-point", "town.north-point"),
    ],
    (NODES, "town.north-point", "reference-loop"),
)
simple(
    "a member that is its own group",
    lambda f: same(f, "town/zones", "town.south", "town.core"),
    (ZONES, "town.core", "reference-loop"),
)
simple(
    "parents in a circle",
    lambda f: put(f, "town/zones", "town.core", parent="town.north"),
    (ZONES, "town.core", "reference-loop"),
)


@case(
    "groups in groups, 2000 deep",
    (ZONES, "town.g0", "reference-deep"),
    (ZONES, "town.north", "reference-deep"),
)
def _(folder: Path) -> None:
    def editing(told: dict[str, Any]) -> None:
        plain = {**feature(told, "town.core")["properties"]}
        for i in range(2000):
            inner = {**plain, "id": f"town.g{i}", "parent": f"town.g{i - 1}" if i else None}
            told["features"].append({"type": "Feature", "properties": inner, "geometry": None})
        feature(told, "town.north")["properties"]["parent"] = "town.g1999"

    change(folder, "town/zones", editing)
    rewrite(folder / PLAN, "exactly = 2", "exactly = 1")


# ---------------------------------------------------------------- geometry

SQUARE = [[113.5, 22.8], [113.6, 22.8], [113.6, 22.9], [113.5, 22.9], [113.5, 22.8]]


def drawn(coordinates: Any, kind: str = "Polygon") -> Callable[[Path], object]:
    """Draw a zone with these coordinates, whatever they are."""
    return props(
        "town/zones",
        "town.north",
        basis="traced",
        accuracy_m=20,
        sides=None,
        inside=None,
        geometry={"type": kind, "coordinates": coordinates},
    )


def swapped(ring: list[list[float]]) -> list[list[float]]:
    return [[y, x] for x, y in ring]


GEOMETRIES: list[tuple[str, Any, str, str]] = [
    ("swapped axes", [swapped(SQUARE)], "Polygon", "geometry-swapped"),
    ("outside China", [[[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.8]]], "Polygon", "geometry-far"),
    ("metres", [[[x * 1e5, y * 1e5] for x, y in SQUARE]], "Polygon", "geometry-far"),
    ("1e300", [[[1e300, 22.8], *SQUARE[1:-1], [1e300, 22.8]]], "Polygon", "geometry-far"),
    (
        "an integer of 400 digits",
        [[[10**400, 22], *SQUARE[1:-1], [10**400, 22]]],
        "Polygon",
        "geometry-infinite",
    ),
    (
        "self-crossing",
        [[SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]],
        "Polygon",
        "geometry-invalid",
    ),
    ("a spike", [[*SQUARE[:3], [113.55, 22.95], SQUARE[2], *SQUARE[3:]]], "Polygon", "geometry-invalid"),
    (
        "no area",
        [[[113.5, 22.8], [113.6, 22.8], [113.5, 22.8], [113.5, 22.8]]],
        "Polygon",
        "geometry-invalid",
    ),
    ("a hole outside", [SQUARE, [[x + 1, y] for x, y in SQUARE]], "Polygon", "geometry-invalid"),
    ("parts that overlap", [[SQUARE], [SQUARE]], "MultiPolygon", "geometry-invalid"),
    ("unclosed", [SQUARE[:-1]], "Polygon", "geometry-broken"),
    ("two positions", [[SQUARE[0], SQUARE[0]]], "Polygon", "geometry-broken"),
    ("too flat", SQUARE, "Polygon", "geometry-broken"),
    ("too deep", [[SQUARE]], "Polygon", "geometry-broken"),
    ("numbers as text", [[[str(x), str(y)] for x, y in SQUARE]], "Polygon", "geometry-broken"),
    ("one number", [[[113.5], [113.6], [113.6], [113.5]]], "Polygon", "geometry-broken"),
    ("five numbers", [[[x, y, 0, 0, 0] for x, y in SQUARE]], "Polygon", "geometry-broken"),
    ("null positions", [[None, None, None, None]], "Polygon", "geometry-broken"),
    ("booleans", [[[True, False]] * 4], "Polygon", "geometry-broken"),
    ("an object", {"x": 1}, "Polygon", "geometry-broken"),
    ("text", "113.5 22.8", "Polygon", "geometry-broken"),
    ("empty", [], "Polygon", "geometry-empty"),
    ("an empty ring", [[]], "Polygon", "geometry-broken"),
    ("no coordinates", None, "Polygon", "geometry-empty"),
    ("a point", [113.55, 22.85], "Point", "geometry-type"),
    ("a line", SQUARE, "LineString", "geometry-type"),
    ("a made-up type", SQUARE, "Circle", "geometry-type"),
    ("200 001 vertices", [[[113.5 + i * 1e-6, 22.8] for i in range(200_001)]], "Polygon", "geometry-large"),
]
for _name, _coordinates, _kind, _code in GEOMETRIES:
    simple(f"zone: {_name}", drawn(_coordinates, _kind), (ZONES, "town.north", _code))


def _deep(level: int) -> Any:
    value: Any = 0
    for _ in range(level):
        value = [value]
    return value


def drawn_text(coordinates: str) -> Callable[[Path], object]:
    """Draw a zone with coordinates that Python's own JSON writer would not write."""

    def breaking(folder: Path) -> None:
        drawn("HERE")(folder)
        text(ZONES, lambda t: t.replace('"HERE"', coordinates, 1))(folder)

    return breaking


simple(
    "zone: infinite by overflow",
    drawn_text("[[[1e999, 22.8], [113.6, 22.8], [113.6, 22.9], [1e999, 22.8]]]"),
    (ZONES, "town.north", "geometry-infinite"),
)
simple("zone: nested 800 deep", drawn(_deep(800)), (ZONES, "town.north", "geometry-broken"))
simple(
    "zone: positions nested 800 deep",
    drawn([[_deep(800), _deep(800), _deep(800), _deep(800)]]),
    (ZONES, "town.north", "geometry-broken"),
)


@case("zone: nested deeply, with a surrogate", (ZONES, "", "not-json"))
def _(folder: Path) -> None:
    drawn_text("[" * 850 + '"\\ud800"' + "]" * 850)(folder)


simple(
    "zone: a collection",
    props(
        "town/zones",
        "town.north",
        basis="traced",
        accuracy_m=20,
        sides=None,
        inside=None,
        geometry={"type": "GeometryCollection", "geometries": []},
    ),
    (ZONES, "town.north", "geometry-type"),
)
simple(
    "zone: geometry is a list",
    props(
        "town/zones", "town.north", basis="traced", accuracy_m=20, sides=None, inside=None, geometry=[1, 2]
    ),
    (ZONES, "town.north", "geometry-type"),
)
simple(
    "zone: no geometry",
    props("town/zones", "town.north", basis="traced", accuracy_m=20, sides=None, inside=None),
    (ZONES, "town.north", "geometry-missing"),
)
simple(
    "zone: drawn and built",
    props("town/zones", "town.north", geometry={"type": "Polygon", "coordinates": [SQUARE]}),
    (ZONES, "town.north", "geometry-superfluous"),
)
simple(
    "axis: one position",
    props("town/axes", "town.axis", coordinates=[[113.5, 22.8]]),
    (AXES, "town.axis", "geometry-broken"),
)
simple(
    "axis: nowhere to go",
    props("town/axes", "town.axis", coordinates=[[113.5, 22.8], [113.5, 22.8]]),
    (AXES, "town.axis", "geometry-invalid"),
)
simple(
    "node: a polygon",
    props("town/nodes", "town.north-point", geometry={"type": "Polygon", "coordinates": [SQUARE]}),
    (NODES, "town.north-point", "geometry-type"),
)
simple(
    "node: swapped",
    props("town/nodes", "town.north-point", coordinates=[22.88, 113.52]),
    (NODES, "town.north-point", "geometry-swapped"),
)
simple(
    "baseline: no geometry",
    props("baselines", "east-road", geometry=None),
    (BASELINES, "east-road", "geometry-missing"),
)
simple(
    "baseline: a polygon",
    props("baselines", "east-road", geometry={"type": "Polygon", "coordinates": [SQUARE]}),
    (BASELINES, "east-road", "geometry-type"),
)
simple(
    "baseline: two lines",
    props("baselines", "east-road", geometry={"type": "MultiLineString", "coordinates": [SQUARE]}),
    (BASELINES, "east-road", "geometry-type"),
)

# ---------------------------------------------------------------- boundaries

simple(
    "a baseline is missing",
    lambda f: drop(f, "baselines", "east-road"),
    (ZONES, "town.north", "boundary-baseline-missing"),
    (ZONES, "town.south", "boundary-baseline-missing"),
)
simple(
    "no baselines at all",
    lambda f: (f / BASELINES).unlink(),
    (ZONES, "town.north", "boundary-baseline-missing"),
    (ZONES, "town.south", "boundary-baseline-missing"),
)
simple(
    "a baseline is too short",
    props("baselines", "north-river", coordinates=[[113.4, 22.9], [113.59, 22.9]]),
    (ZONES, "town.north", "boundary-gap"),
)
simple(
    "a baseline crosses itself",
    props(
        "baselines",
        "north-river",
        coordinates=[[113.4, 22.9], [113.56, 22.9], [113.54, 22.92], [113.54, 22.88], [113.7, 22.9]],
    ),
    (ZONES, "town.north", "boundary-baseline-crosses-itself"),
)
simple(
    "a side on the wrong side",
    props(
        "town/zones",
        "town.north",
        sides=[
            {"side": way, "stated": "x", "baseline": line}
            for way, line in zip(
                "NESW", ("middle-road", "east-road", "north-river", "west-road"), strict=True
            )
        ],
    ),
    (ZONES, "town.north", "boundary-wrong-side"),
)
simple(
    "an idle side",
    lambda f: change(
        f,
        "town/zones",
        lambda t: feature(t, "town.north")["properties"]["sides"].append(
            {"side": "ring", "stated": "南路", "baseline": "south-road"}
        ),
    ),
    (ZONES, "town.north", "boundary-side-idle"),
)
simple(
    "inside is outside",
    props("town/zones", "town.north", inside=[113.9, 22.87]),
    (ZONES, "town.north", "boundary-open"),
)

# ---------------------------------------------------------------- several at once


@case(
    "several at once",
    (BASELINES, "", "not-json"),
    (PLAN, "", "attribute"),
    (PLAN, "", "rule"),
    (ZONES, "town.core", "attribute"),
    (ZONES, "town.north", "attribute"),
    (AXES, "", "bom"),
    (NODES, "town.north-point", "geometry-swapped"),
    (NODES, "town.north-point", "attribute"),
    (NODES, "town.south-point", "geometry-type"),
)
def _(folder: Path) -> None:
    (folder / BASELINES).write_text("{")
    rewrite(folder / PLAN, 'title = "方城规划"\n', "")
    rewrite(folder / PLAN, 'rule = "near"', 'rule = "far"')
    put(folder, "town/zones", "town.core", name="")
    put(folder, "town/zones", "town.north", cite=None)
    raw(AXES, lambda b: b"\xef\xbb\xbf" + b)(folder)
    put(folder, "town/nodes", "town.north-point", coordinates=[22.88, 113.52], accuracy_m=-1)
    put(folder, "town/nodes", "town.south-point", geometry={"type": "LineString", "coordinates": SQUARE})


assert len({each.name for each in CASES}) == len(CASES), "two cases of one name"
assert support.GRID.is_dir()
