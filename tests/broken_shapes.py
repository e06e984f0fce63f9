"""Geometries that are none, and boundaries that cannot be built."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from breaking import AXES, BASELINES, NODES, SQUARE, ZONES, case, drawn, props, simple, text
from support import change, drop, feature

# ---------------------------------------------------------------- geometry


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
    "zone: drawn and pending",
    props("town/zones", "town.north", basis="pending", geometry={"type": "Polygon", "coordinates": [SQUARE]}),
    (ZONES, "town.north", "geometry-pending"),
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
