"""Made-up inputs with very many plans, roles, or features to import; each of them small.

`madeup.make` makes one plan of very many zones that share their lines. Here the features have nothing
to do with each other, so that what grows with their number is seen by itself. The same size gives the
same bytes.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import madeup

#: Features in a row from west to east, about 100 m apart.
ROW = 1_000
STEP = 0.001  # degrees
ROLES = {"区": "Zone", "点": "Point"}


def plans(folder: Path, count: int) -> Path:
    """Write a layers folder with very many plans, each of a zone, two nodes and a rule.

    Parameters
    ----------
    folder : Path
        Is made.
    count : int

    Returns
    -------
    Path
        The folder.
    """
    for number in range(count):
        plan = f"plan-{number}"
        rule = {
            "rule": "within",
            "role": "点",
            "outer": f"{plan}.zone",
            "claim": "点在区内",
            "claim_en": "Inside",
        }
        home = _plan(folder, plan, ROLES, rule)
        zone = _zone(plan, "zone", number)
        nodes = [_node(plan, f"node-{i}", number, "点") for i in range(2)]
        _collection(home / "zones.geojson", "zones", [zone])
        _collection(home / "nodes.geojson", "nodes", nodes)
    return folder


def roles(folder: Path, count: int) -> Path:
    """Write a layers folder with one plan of very many roles, with a node each; parameters as for `plans`."""
    home = _plan(folder, "town", {f"角色{number}": f"Role {number}" for number in range(count)})
    nodes = [_node("town", f"node-{number}", number, f"角色{number}") for number in range(count)]
    _collection(home / "nodes.geojson", "nodes", nodes)
    return folder


def features(folder: Path, count: int) -> Path:
    """Write a layers folder with a plan of a single node, and ``import.geojson`` in it: new nodes and zones.

    Parameters are those of `plans`; half of the features are nodes and half are zones.
    """
    home = _plan(folder, "town", ROLES)
    _collection(home / "nodes.geojson", "nodes", [_node("town", "centre", 0, "点")])
    new = [
        _zone("town", f"zone-{number}", number)
        if number % 2
        else _node("town", f"node-{number}", number, "点")
        for number in range(count)
    ]
    _collection(folder / "import.geojson", "town", new)
    return folder


def _plan(folder: Path, plan: str, names: dict[str, str], *rules: dict[str, object]) -> Path:
    home = folder / plan
    home.mkdir(parents=True)
    text = madeup.plan_text(plan, [(name, english, "#1b7837") for name, english in names.items()], rules)
    (home / "plan.toml").write_text(text, "utf-8")
    return home


def _place(number: int) -> tuple[float, float]:
    row, column = divmod(number, ROW)
    return madeup.WEST + column * STEP, madeup.SOUTH + row * STEP


def _node(plan: str, name: str, number: int, role: str) -> madeup.Feature:
    x, y = _place(number)
    told = madeup.properties(plan, name, f"{number}号点", role)
    return madeup.feature(told, "Point", [round(x + STEP / 2, 5), round(y + STEP / 2, 5)])


def _zone(plan: str, name: str, number: int) -> madeup.Feature:
    x, y = _place(number)
    side = 0.8 * STEP
    ring = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    told = {**madeup.properties(plan, name, f"{number}号区", "区"), "sides": None, "inside": None}
    return madeup.feature(told, "Polygon", [[[round(a, 5), round(b, 5)] for a, b in ring]])


def _collection(path: Path, name: str, members: Iterable[madeup.Feature]) -> None:
    lines = ",\n".join(json.dumps(member, ensure_ascii=False) for member in members)
    path.write_text(
        f'{{\n"type": "FeatureCollection",\n"name": "{name}",\n"features": [\n{lines}\n]\n}}\n', "utf-8"
    )
