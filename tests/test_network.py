"""Lines noded against each other and cut: known crossings, and pieces that make up the whole line."""

from itertools import pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.crossing import crossings, rounded
from geo.network import cut, network


def line(*positions: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(positions)


def path(pieces: list[shapely.LineString]) -> list[tuple[float, float]]:
    """Positions of pieces put end to end."""
    for one, other in pairwise(pieces):
        assert one.coords[-1] == other.coords[0]
    return [*pieces[0].coords, *(p for piece in pieces[1:] for p in list(piece.coords)[1:])]


def test_a_crossing_is_a_node_of_both() -> None:
    found = crossings({"a": line((0, 0), (2, 2)), "b": line((0, 2), (2, 0)), "far": line((9, 9), (8, 9))})
    assert found == {"a": {(1.0, 1.0)}, "b": {(1.0, 1.0)}}


def test_a_t_junction_is_a_node_of_both() -> None:
    assert crossings({"a": line((0, 0), (2, 0)), "b": line((1, 0), (1, 5))})["a"] == {(1.0, 0.0)}


def test_two_crossings_are_two_nodes() -> None:
    found = crossings({"a": line((0, 0), (4, 0)), "b": line((1, -1), (1, 1), (3, 1), (3, -1))})
    assert found["a"] == found["b"] == {(1.0, 0.0), (3.0, 0.0)}


def test_a_shared_stretch_has_nodes_at_its_ends() -> None:
    found = crossings({"a": line((0, 0), (4, 0)), "b": line((1, 1), (1, 0), (3, 0), (3, 1))})
    assert found["a"] == found["b"] == {(1.0, 0.0), (3.0, 0.0)}


@pytest.mark.parametrize("tilt", [0.0003, 0.0007, 0.0011])
def test_an_end_written_on_a_slanting_line_lies_on_it(tilt: float) -> None:
    # In binary such an end lies off the line by the last bit.
    slanting = line((112.99, 22.0), (113.02, 22.0 + tilt))
    ends = [(round(112.99 + i * 0.003, 5), round(22 + i * tilt / 10, 7)) for i in range(1, 10)]
    lines = {f"t{i}": line(end, (end[0], 22.1)) for i, end in enumerate(ends)}
    found = crossings({"road": slanting, **lines})
    assert len(found["road"]) == 9
    for i, end in enumerate(ends):
        (node,) = found[f"t{i}"]
        assert node in found["road"]
        assert node == pytest.approx(end, abs=2e-7)


def test_an_end_two_metres_off_does_not_touch() -> None:
    assert crossings({"a": line((0, 0), (2, 0)), "b": line((1, 2e-5), (1, 5))}) == {}


def test_three_lines_at_one_place_share_a_node() -> None:
    met = (113.01, 22.0002)
    lines = {
        "road": line((113.0, 22.0), (113.02, 22.0004)),
        "east": line(met, (113.02, 22.1)),
        "west": line(met, (113.0, 22.1)),
    }
    found = crossings(lines)
    assert found["east"] & found["west"] & found["road"]


@pytest.mark.parametrize("lines", [{}, {"a": line((0, 0), (1, 1))}])
def test_fewer_than_two_lines_meet_nowhere(lines: dict[str, shapely.LineString]) -> None:
    assert crossings(lines) == {}


def test_nodes_lie_on_the_grid() -> None:
    third = crossings({"a": line((0, 0), (1, 1 / 3)), "b": line((0.5, -1), (0.5, 1))})["a"]
    assert third == {(0.5, 0.1666667)}
    assert rounded((-1e-9, 0.12345678)) == (0.0, 0.1234568)
    assert str(rounded((-1e-9, 0))[0]) == "0.0"


@pytest.mark.parametrize(
    ("nodes", "lengths"),
    [
        ([], [4]),
        ([(1, 0)], [1, 3]),
        ([(3, 0), (1, 0)], [1, 2, 1]),
        ([(2, 0)], [2, 2]),  # on a vertex
        ([(0, 0)], [4]),  # on an end
        ([(4, 0), (0, 0), (2, 0)], [2, 2]),
    ],
)
def test_cut_at_nodes(nodes: list[tuple[float, float]], lengths: list[float]) -> None:
    pieces = cut(line((0, 0), (2, 0), (4, 0)), nodes)
    assert [piece.length for piece in pieces] == pytest.approx(lengths)
    assert path(pieces)[0] == (0, 0)
    assert path(pieces)[-1] == (4, 0)


def test_cut_a_closed_line() -> None:
    square = line((0, 0), (2, 0), (2, 2), (0, 2), (0, 0))
    assert [piece.length for piece in cut(square, [(2, 1), (0, 1)])] == pytest.approx([3, 4, 1])
    # A node where the ring closes does not shorten it.
    assert sum(piece.length for piece in cut(square, [(0, 0), (2, 2)])) == pytest.approx(8)


def test_extra_nodes_cut_too() -> None:
    net = network({"a": line((0, 0), (4, 0)), "b": line((1, -1), (1, 1))}, {"a": [(3.0, 0.0)]})
    assert [piece.length for piece in net.pieces["a"]] == pytest.approx([1, 2, 1])
    assert len(net.pieces["b"]) == 2


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Vertices of a line that goes east and never back, five decimals."""
    heights = draw(st.lists(st.integers(-500, 500), min_size=2, max_size=12))
    return [(round(113 + i * 0.001, 5), round(22 + h * 1e-5, 5)) for i, h in enumerate(heights)]


@given(walks(), st.lists(st.floats(0, 1), max_size=8))
def test_pieces_make_up_the_line(vertices: list[tuple[float, float]], shares: list[float]) -> None:
    whole = shapely.LineString(vertices)
    nodes = [rounded(whole.interpolate(share, normalized=True).coords[0]) for share in shares]
    pieces = cut(whole, nodes)
    told = path(pieces)
    assert set(vertices) <= set(told)
    assert set(told) == {*vertices, *nodes}
    assert sum(piece.length for piece in pieces) == pytest.approx(whole.length, abs=1e-6)
    # Every node is an end, and no piece has one within.
    ends = {piece.coords[0] for piece in pieces} | {piece.coords[-1] for piece in pieces}
    assert set(nodes) <= ends
    assert not any(set(nodes) & set(list(piece.coords)[1:-1]) for piece in pieces)


@given(walks(), st.integers(-400, 400), st.integers(1, 30))
def test_what_crosses_meets_in_the_very_same_vertex(
    vertices: list[tuple[float, float]], height: int, tilt: int
) -> None:
    lines = {
        "walk": shapely.LineString(vertices),
        "road": line((112.99, 22 + height * 1e-5), (113.02, 22 + (height + tilt) * 1e-5)),
    }
    net = network(lines, {})
    ends = {
        name: {p for piece in pieces for p in (piece.coords[0], piece.coords[-1])}
        for name, pieces in net.pieces.items()
    }
    met = shapely.get_coordinates(shapely.intersection(*lines.values()))
    assert len(net.pieces["road"]) >= len({rounded(p) for p in met})
    for position in met:
        here = rounded(position)
        assert here in ends["walk"]
        assert here in ends["road"]
    # Once cut, lines touch at ends only.
    for one in net.pieces["walk"]:
        for other in net.pieces["road"]:
            touched = {rounded(p) for p in shapely.get_coordinates(shapely.intersection(one, other))}
            assert touched <= ends["walk"] & ends["road"]
