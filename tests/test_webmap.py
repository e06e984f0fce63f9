"""The page as text: one file, closed, the same each time, with every word in both languages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent / "browser"))

import sample_page as sample
from sample_page import ROOTS

from layers.assemble import Atlas
from mapgen.files.errors import OutputError
from mapgen.pages import csp, inline, packing
from mapgen.pages import map as webmap
from mapgen.pages.scripts import ordered, program, styles
from mapgen.pages.site import products

WEB = Path(webmap.__file__).parents[1] / "web"
SCRIPTS = sorted([*WEB.glob("*.js"), *(WEB / "own").glob("*.js")])


@pytest.fixture(scope="module")
def page() -> str:
    return webmap.render(sample.payload())


def test_two_pages_of_one_payload_are_the_same_bytes(page: str) -> None:
    assert webmap.render(sample.payload()) == page


def test_the_page_links_nothing(page: str) -> None:
    shell = re.sub(r"<script[^>]*>.*?</script>|<style>.*?</style>|<!--.*?-->", "", page, flags=re.DOTALL)
    assert (
        re.findall(
            r"https?://[^\s\"']+", re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", shell)
        )
        == []
    )
    assert re.findall(r"<script[^>]*\ssrc=|<link", page) == []
    assert "sourceMappingURL" not in page
    assert "jquery" not in page.lower()
    assert "bootstrap" not in page.lower()


def test_leaflet_is_inlined_whole(page: str) -> None:
    script, style = inline.leaflet()
    assert "Leaflet 1.9" in script[:200]
    assert script in page
    assert len(script) > 140_000
    assert "data:image" not in style
    assert style in page


def test_resources_are_what_the_wheel_has() -> None:
    from offlinefolium.elements import _res

    assert len(_res) > 70
    for url, text in _res.items():
        assert [line for line in inline.resource(url).splitlines() if line] == [
            line for line in text.strip().splitlines() if line and not line.startswith("//# sourceMappingURL")
        ]


def test_a_resource_that_is_not_carried_is_named() -> None:
    with pytest.raises(OutputError, match=r"not-carried\(url=https://example\.org/x\.js"):
        inline.resource("https://example.org/x.js")


def test_every_inline_block_stands_in_the_policy(page: str) -> None:
    rules = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert rules
    assert "unsafe" not in rules[1]
    assert rules[1].startswith("default-src 'none'; ")
    for tag, mark in (("script", ""), ("style", ""), ("script", ' type="text/plain" id="zm-own-program"')):
        blocks = re.findall(rf"<{tag}{mark}>(.*?)</{tag}>", page, re.DOTALL)
        assert blocks
        for block in blocks:
            digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in rules[1]
    assert page.index("Content-Security-Policy") < page.index("<style>")


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("https://tile.openstreetmap.org/{z}/{x}/{y}.png", "https://tile.openstreetmap.org"),
        ("https://t{s}.tianditu.gov.cn/x", "https://*.tianditu.gov.cn"),
        ("http://127.0.0.1:8000/{z}/{x}/{y}", "http://127.0.0.1:8000"),
    ],
)
def test_the_policy_lets_tiles_in_by_host(address: str, source: str) -> None:
    assert csp.image_host(address) == source


@pytest.mark.parametrize(
    "address", ["ftp://x/{z}", "https://{s}/x", 'https://a" onload=x/{z}', "https://a b/{z}", "{z}/{x}"]
)
def test_a_tile_address_that_no_policy_can_hold_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="cannot be put into a security policy"):
        csp.image_host(address)


def test_the_policy_knows_every_address_that_a_source_names() -> None:
    source = {
        "id": "x",
        "url": "https://a.example/{z}/{x}/{y}",
        "labels": "https://b{s}.names.example/{z}",
        "later": "http://c.example:8080/{z}",
        "subdomains": "12",
        "maxZoom": 18,
        "datum": "wgs84",
        "key": False,
    }
    page = webmap.render(sample.payload(), tiles=[source])
    (images,) = re.findall(r"img-src ([^;]*);", page)
    assert images.split() == [
        "data:",
        "http://c.example:8080",
        "https://*.names.example",
        "https://a.example",
    ]


def test_a_further_address_that_no_policy_can_hold_is_refused() -> None:
    source = {"id": "x", "url": "https://a.example/{z}", "labels": "https://{s}/x"}
    with pytest.raises(ValueError, match="cannot be put into a security policy"):
        webmap.render(sample.payload(), tiles=[source])


def test_the_data_comes_back_from_the_page_as_it_went_in(page: str) -> None:
    block = re.search(r'<script type="application/json" id="zm-payload">(.*?)</script>', page, re.DOTALL)
    assert block
    assert not set(block[1]) & set("<>&\u2028\u2029")
    assert json.loads(block[1]) == packing.packed(sample.payload())
    assert page.count("9**14") == block[1].count("9**14")  # in the data and nowhere else
    assert "22876792454961" not in page


def test_a_lone_surrogate_can_be_written() -> None:
    payload = sample.payload()
    payload["elements"][0]["note"] = "\ud800"
    webmap.render(payload).encode("utf-8")


def test_marks_of_the_page_in_the_data_stay_data() -> None:
    payload = sample.payload()
    payload["elements"][0]["note"] = "<!--zm:scripts--><!--zm:csp-->"
    assert webmap.render(payload).count("<!--zm:") == 0


def test_a_number_that_is_not_finite_is_refused() -> None:
    payload = sample.payload()
    payload["elements"][0]["area_km2"] = float("nan")
    with pytest.raises(ValueError, match="not finite"):
        webmap.render(payload)


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format 2"):
        webmap.render(sample.payload() | {"format": 2})


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_script_is_listed_and_writes_no_html_and_no_words_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.relative_to(WEB).as_posix() in {name for root in ROOTS for name in ordered(root)}
    assert not re.search(
        r"innerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function"
        # Leaflet writes a text as HTML, and puts in an element as it is.
        r"|bind(Popup|Tooltip)\((?!\(\w+\) => ZM.make|\(\w+\) => (popup|relationPopup)\()",
        text,
    )
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    assert re.findall(r"[\u4e00-\u9fff]+", code) == []


#: Bytes of a page that wait until a reader brings a table: what reads, counts and draws it, its texts, its
#: style. A page does not read them when it opens: they are counted apart from what it does read.
OWN = 85_000


def own_part() -> int:
    texts = json.dumps(webmap.own_texts(), ensure_ascii=False, separators=(",", ":"))
    parts = (program(webmap.OWN_SCRIPT, webmap.SCRIPT), texts, styles("own/own.css"))
    return sum(len(part.encode()) for part in parts)


def test_what_waits_for_a_table_is_light() -> None:
    assert own_part() < OWN


def test_the_page_alone_is_light() -> None:
    empty = sample.payload() | {"elements": [], "geometries": {}, "edges": [], "baselines": [], "context": []}
    # Of the 900 KB of a plan's page 450 may be program: placing names takes 22.
    assert len(webmap.render(empty).encode()) - own_part() < 450_000


def test_the_pages_of_the_five_plans_are_light(own_atlas: Atlas) -> None:
    sizes = {
        path: len(data)
        for path, data in products(own_atlas, list(own_atlas.catalog.plans))
        if path.endswith(".html")
    }
    assert len(sizes) == 7
    for path, size in sizes.items():
        own = 0 if path == "index.html" else own_part()
        assert size - own <= (1_320_000 if path == "atlas.html" else 900_000), path


def test_what_all_records_have_alike_is_written_once() -> None:
    records = [{"a": 1, "b": None, "c": "x", "d": [1]}, {"a": 2, "b": None, "c": "x", "d": [1]}]
    assert packing.table(records) == {"k": ["a", "d"], "r": [[1, [1]], [2, [1]]], "s": {"b": None, "c": "x"}}
    assert packing.table([{"a": 1}, {"a": True}, {"a": 1.0}]) == {"k": ["a"], "r": [[1], [True], [1.0]]}
    assert packing.table(records[:1]) == {"k": [*"abcd"], "r": [[1, None, "x", [1]]]}


@given(
    st.lists(
        st.tuples(st.floats(-180, 180, allow_nan=False), st.floats(-90, 90, allow_nan=False)), min_size=2
    ),
    st.integers(3, 15),
)
def test_packing_loses_nothing(points: list[tuple[float, float]], decimals: int) -> None:
    line = [[round(x, decimals), round(y, decimals)] for x, y in points]
    for kind, coordinates in (
        ("LineString", line),
        ("Polygon", [line, line]),
        ("MultiPolygon", [[line], [line]]),
    ):
        small, fine = packing.geometries(
            [{"type": kind, "coordinates": coordinates}, {"type": "LineString", "coordinates": FINE}]
        )
        assert small.get("type") == kind or (small["t"] == kind and small["s"] in packing.SCALES)
        assert (small.get("coordinates") or places(small["c"], small["s"])) == coordinates
        assert places(fine["c"], fine["s"]) == FINE


#: Needs a finer scale, whatever stands beside it.
FINE = [[113.123456, 22.0], [113.0, 22.654321], [113.5, 22.5]]


def places(steps: list[Any], scale: int) -> list[Any]:
    """Undo the packing of a geometry one step at a time."""
    if isinstance(steps[0], list):
        return [places(each, scale) for each in steps]
    x, y = accumulate(steps[::2]), accumulate(steps[1::2])
    return [[lon / scale, lat / scale] for lon, lat in zip(x, y, strict=True)]


def test_what_cannot_be_packed_stays_as_it_is() -> None:
    given = [
        {"type": "Point", "coordinates": [113.1, 22.1]},
        {"type": "LineString", "coordinates": [[113.123456789, 22.1], [113.2, 22.2]]},
        {"type": "LineString", "coordinates": [[1e300, 22.1], [113.2, float("inf")]]},
        {"type": "MultiPolygon", "coordinates": [[[[1.5, 2.5], [2.0, 2.5], [2.0, 3.0], [1.5, 2.5]]]]},
    ]
    *same, packed = packing.geometries(given)
    assert same == given[:3]
    # A sketch with three decimals takes no room for five.
    steps = [1_500, 2_500, 500, 0, 0, 500, -500, -500]
    assert packed == {"t": "MultiPolygon", "s": 1_000, "c": [[steps]]}
    assert packing.geometries([]) == []


def test_packing_makes_a_long_line_small() -> None:
    line = [[round(113 + i * 0.00123, 5), round(22 + i * 0.00077, 5)] for i in range(1000)]
    whole = {"type": "LineString", "coordinates": line}
    assert len(json.dumps(packing.geometries([whole])[0])) < len(json.dumps(whole)) / 2
