"""`zonemap import`: a FlatGeobuf whose header lies about its features, or about its index."""

import resource
import struct
from pathlib import Path

import pyogrio
import pytest
from bringing import exported
from commands import run
from support import GRID, contents


def nodes(grid: Path, place: Path, *, index: bool) -> Path:
    """The nodes as a FlatGeobuf, with a spatial index or without."""
    made = exported(grid, place / "out", "--format", "fgb") / "town_nodes.fgb"
    path = place / "town_nodes.fgb"
    table = pyogrio.read_dataframe(made)
    pyogrio.write_dataframe(table, path, driver="FlatGeobuf", SPATIAL_INDEX="YES" if index else "NO")
    return path


def at_of(raw: bytes, field: int) -> int:
    """Where a field of the header stands: 8 is the count of features."""
    table = 12 + struct.unpack_from("<I", raw, 12)[0]
    fields = table - struct.unpack_from("<i", raw, table)[0]
    return int(table + struct.unpack_from("<H", raw, fields + 4 + 2 * field)[0])


@pytest.mark.parametrize("index", [True, False])
@pytest.mark.parametrize("count", [1, 3, 10**6, 10**12, 2**64 - 1])
def test_a_count_that_lies(grid: Path, tmp_path: Path, count: int, index: bool) -> None:
    path = nodes(grid, tmp_path, index=index)
    raw = bytearray(path.read_bytes())
    struct.pack_into("<Q", raw, at_of(raw, 8), count)
    path.write_bytes(raw)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    result = run("import", path, "--layers", grid, "--delete")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "town_nodes.fgb" in result.stderr
    assert "declares" in result.stderr or "cut off" in result.stderr
    assert contents(grid) == contents(GRID)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < before + 500 * 1024  # KB


@pytest.mark.parametrize("index", [True, False])
def test_a_true_count_is_read(grid: Path, tmp_path: Path, index: bool) -> None:
    result = run("import", nodes(grid, tmp_path, index=index), "--layers", grid, "--delete")
    assert result.exit_code == 0, result.stderr
    assert contents(grid) == contents(GRID)


def test_an_unknown_count_is_read_to_the_end(grid: Path, tmp_path: Path) -> None:
    path = nodes(grid, tmp_path, index=False)
    raw = bytearray(path.read_bytes())
    struct.pack_into("<Q", raw, at_of(raw, 8), 0)
    path.write_bytes(raw)
    assert run("import", path, "--layers", grid, "--delete").exit_code == 0
    assert contents(grid) == contents(GRID)
    path.write_bytes(raw[:-8])
    result = run("import", path, "--layers", grid, "--delete")
    assert "cut off" in result.stderr
    assert contents(grid) == contents(GRID)


def test_an_index_that_lacks_a_node(grid: Path, tmp_path: Path) -> None:
    path = nodes(grid, tmp_path, index=True)
    raw = path.read_bytes()
    start = 12 + struct.unpack_from("<I", raw, 8)[0]
    path.write_bytes(raw[:start] + raw[start + 40 :])
    result = run("import", path, "--layers", grid, "--delete")
    assert result.exit_code == 2
    assert contents(grid) == contents(GRID)
