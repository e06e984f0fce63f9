"""Extracts of OpenStreetMap as evidence, packed and as XML: what of them is read, and what is refused."""

import struct
from pathlib import Path

import pytest
from commands import assert_told, printed, run
from known import DEGREE_M
from support import GRID

XML = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="test">
{nodes}
<way id="1" version="1"><nd ref="1"/><nd ref="2"/><tag k="name" v="南路"/><tag k="highway" v="primary"/></way>
<way id="2" version="1"><nd ref="3"/><nd ref="4"/><tag k="highway" v="primary"/></way>
<way id="3" version="1"><nd ref="3"/><nd ref="4"/><tag k="name" v="Nord"/><tag k="name:zh" v="中路"/>
<tag k="highway" v="primary"/></way>
</osm>
"""
SOUTH, MIDDLE = 22.8 + 50 / DEGREE_M, 22.85 + 10 / DEGREE_M
NODES = {1: (113.3, SOUTH), 2: (113.8, SOUTH), 3: (113.3, MIDDLE), 4: (113.8, MIDDLE)}
#: Tags of the ways, each from its first to its second node.
WAYS = {
    1: (1, 2, {"name": "南路", "highway": "primary"}),
    2: (3, 4, {"highway": "primary"}),
    3: (3, 4, {"name": "Nord", "name:zh": "中路", "highway": "primary"}),
}


def xml(path: Path) -> Path:
    nodes = "\n".join(f'<node id="{i}" version="1" lat="{y}" lon="{x}"/>' for i, (x, y) in NODES.items())
    path.write_text(XML.format(nodes=nodes), "utf-8")
    return path


def number(value: int) -> bytes:
    """A varint of protocol buffers."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def signed(value: int) -> bytes:
    return number(value << 1 if value >= 0 else (-value << 1) - 1)


def piece(tag: int, content: bytes) -> bytes:
    return number(tag << 3 | 2) + number(len(content)) + content


def plain(tag: int, content: bytes) -> bytes:
    return number(tag << 3) + content


def blob(kind: bytes, content: bytes) -> bytes:
    body = piece(1, content) + plain(2, number(len(content)))
    head = piece(1, kind) + plain(3, number(len(body)))
    return struct.pack(">I", len(head)) + head + body


def pbf(path: Path) -> Path:
    """A packed extract, as the format's description has it, without compression."""
    texts = [""]

    def index(text: str) -> bytes:
        if text not in texts:
            texts.append(text)
        return number(texts.index(text))

    def degrees(value: float) -> bytes:
        return signed(round(value * 1e7))

    group = b"".join(
        piece(1, plain(1, signed(i)) + plain(8, degrees(y)) + plain(9, degrees(x)))
        for i, (x, y) in NODES.items()
    )
    ways = b"".join(
        piece(
            3,
            plain(1, number(i))
            + piece(2, b"".join(map(index, tags)))
            + piece(3, b"".join(map(index, tags.values())))
            + piece(8, signed(first) + signed(last - first)),
        )
        for i, (first, last, tags) in WAYS.items()
    )
    strings = b"".join(piece(1, text.encode()) for text in texts)
    block = piece(1, strings) + piece(2, group) + piece(2, ways)
    header = piece(4, b"OsmSchema-V0.6")
    path.write_bytes(blob(b"OSMHeader", header) + blob(b"OSMData", block))
    return path


@pytest.mark.parametrize("make", [xml, pbf])
@pytest.mark.parametrize("ending", [".osm", ".osm.pbf", ".dat"])
def test_an_extract_is_known_by_its_bytes(make: object, ending: str, tmp_path: Path) -> None:
    assert callable(make)
    file = make(tmp_path / f"town{ending}")
    told = printed("check", "--layers", GRID, "--against", file)
    found = {
        row["baseline_id"]: (row["verdict"], row["p90_m"])
        for row in told["results"]
        if row["tested"] == "baseline" and row["verdict"] != "not shown"
    }
    assert found == {
        "south-road": ("too brave", pytest.approx(50, rel=0.01)),
        "middle-road": ("holds", pytest.approx(10, rel=0.02)),
    }


def test_ways_without_a_name_are_read_if_asked_for(tmp_path: Path) -> None:
    file = xml(tmp_path / "town.osm")
    text = file.read_text("utf-8").replace('<tag k="name:zh" v="中路"/>', "")
    file.write_text(text, "utf-8")
    told = printed("check", "--layers", GRID, "--against", file, "--unnamed")
    ways = {row["baseline_id"]: row["way"] for row in told["results"] if row["tested"] == "baseline"}
    assert (ways["south-road"], ways["middle-road"], ways["west-road"]) == ("name", "unnamed", None)


def test_an_extract_elsewhere(tmp_path: Path) -> None:
    file = xml(tmp_path / "town.osm")
    file.write_text(file.read_text("utf-8").replace('lon="113', 'lon="100'), "utf-8")
    assert_told(run("check", "--layers", GRID, "--against", file), 1)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"<osm", b'<!DOCTYPE osm [<!ENTITY a "b">]><osm', 1),
    ],
    ids=["cut", "entity"],
)
def test_a_broken_extract_is_told_in_a_line(damage: object, tmp_path: Path) -> None:
    assert callable(damage)
    file = xml(tmp_path / "town.osm")
    file.write_bytes(damage(file.read_bytes()))
    assert_told(run("check", "--layers", GRID, "--against", file), 1)


def test_a_packed_extract_that_is_cut_short_is_told_in_a_line(tmp_path: Path) -> None:
    file = pbf(tmp_path / "town.osm.pbf")
    file.write_bytes(file.read_bytes()[:-40])
    assert_told(run("check", "--layers", GRID, "--against", file), 1)


def test_an_extract_is_no_file_of_layers(grid: Path, tmp_path: Path) -> None:
    done = run("import", xml(tmp_path / "town.osm"), "--layers", grid)
    assert_told(done, 1)
    assert "check --against" in done.stderr
