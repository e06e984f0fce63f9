"""Attributes that do not fit, and references that lead nowhere or in circles."""

from pathlib import Path
from typing import Any

from breaking import AXES, BASELINES, CONTEXT, NODES, PLAN, ZONES, case, props, simple
from support import change, feature, put, rewrite

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
#: Those that are sound by themselves and do not go with the others.
UNFIT = [
    ("basis", None),
    ("basis", "traced"),
    ("basis", "members"),
    ("accuracy_m", 20),
    ("same_as", "town.south"),
]
UNFIT += [("reference_km2", 3), ("sides", None), ("sides", [{"side": "N", "stated": "x"}])]
for _key, _value in ATTRIBUTES:
    _told = (
        str(_value) if _key == "id" and isinstance(_value, str) else "#2" if _key == "id" else "town.north"
    )

    _code = "attributes" if (_key, _value) in UNFIT else "attribute"

    def _breaking(folder: Path, key: str = _key, value: Any = _value) -> None:
        # A name that is used elsewhere would be missed there; here only the attribute is to be wrong.
        put(folder, "town/zones", "town.north", **{key: value})

    simple(f"{_key} = {str(_value)[:40]!r}", _breaking, (ZONES, _told, _code))

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
