"""Lines with very many crossings are looked at piece by piece; what comes out is the same."""

import numpy as np
import pytest
import shapely
from drawn import compass, line

import geo.crossing
import geo.face
import geo.network
from geo.boundary import Boundary, build
from geo.side import Sides

COLUMNS = 40


def ladder() -> tuple[list[Sides], dict[str, shapely.LineString]]:
    """Zones between two rivers that bend, and roads that cross them; one road stops 100 m short."""
    x = np.linspace(113.0, 113.0 + 0.01 * COLUMNS, 12 * COLUMNS + 1)
    draw = np.random.default_rng(1)
    rivers = {
        name: shapely.LineString(np.column_stack([x, lat + draw.uniform(-0.0005, 0.0005, len(x))]).round(5))
        for name, lat in (("north", 23.01), ("south", 23.0))
    }
    roads = {
        f"road-{i}": line((113.005 + 0.01 * i, 22.99), (113.005 + 0.01 * i, 23.0085 if i == 7 else 23.02))
        for i in range(COLUMNS)
    }
    zones = [
        compass(
            f"zone-{i}", (113.01 + 0.01 * i, 23.005), N="north", E=f"road-{i + 1}", S="south", W=f"road-{i}"
        )
        for i in range(COLUMNS - 1)
    ]
    return zones, rivers | roads


def described(built: list[Boundary]) -> list[object]:
    return [
        (each.zone, each.polygon.wkb, [(edge.compass, edge.baseline, edge.line.wkb) for edge in each.edges])
        for each in built
    ]


@pytest.mark.parametrize("first_look", [1e-5, 0.002, 10.0])
def test_zones_along_rivers_are_the_same_however_they_are_found(
    monkeypatch: pytest.MonkeyPatch, first_look: float
) -> None:
    zones, lines = ladder()
    plain = described(build(zones, lines))
    assert sum(edges[-1][0] is None for *_, edges in plain) == 2  # type: ignore[index, misc]
    monkeypatch.setattr(geo.crossing, "STRETCH", 7)
    monkeypatch.setattr(geo.network, "_MANY", 0)
    monkeypatch.setattr(geo.face, "MANY", 0)
    monkeypatch.setattr(geo.face, "_REACH", first_look)
    assert described(build(zones, lines)) == plain


def test_a_ring_inside_a_zone_is_seen_from_its_first_look_on(monkeypatch: pytest.MonkeyPatch) -> None:
    square = line((113.0, 22.0), (113.1, 22.0), (113.1, 22.1), (113.0, 22.1), (113.0, 22.0))
    island = line((113.04, 22.04), (113.06, 22.04), (113.06, 22.06), (113.04, 22.06), (113.04, 22.04))
    bridge = line((113.05, 22.0), (113.05, 22.05))
    lines = {"square": square, "island": island, "bridge": bridge}
    net = geo.network.network(lines, {})
    zone = Sides("z", tuple(geo.boundary.Side("ring", name) for name in lines), (113.02, 22.02))
    plain = geo.face.faces(zone, net, [])
    monkeypatch.setattr(geo.face, "MANY", 0)
    monkeypatch.setattr(geo.face, "_REACH", 0.001)
    assert [face.wkb for face in geo.face.faces(zone, net, [])] == [face.wkb for face in plain]
    assert len(plain) == 1
