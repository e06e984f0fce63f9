"""Licences travel with what they are for: in every page, in the package, and on the command line."""

import re
from importlib.metadata import distribution

import folium
import pytest
from commands import run
from support import ROOT

from layers.assemble import Atlas
from mapgen.files.dependencies import dependencies
from mapgen.pages import inline
from mapgen.pages.blocks import Notices
from mapgen.pages.figure import CALLED_BY, OfflineFigure
from mapgen.pages.map import folium_map
from mapgen.pages.site import products
from mapgen.text.licensing import Licence, covering, licences

LINKED = [*folium.Map.default_js, *folium.Map.default_css]
#: The three things that BSD-2 asks for.
LEAFLET = (
    "Copyright (c) 2010-2022, Vladimir Agafonkin\nCopyright (c) 2010-2011, CloudMade\nAll rights reserved.",
    "2. Redistributions in binary form must reproduce the above copyright notice,",
    "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS",
)


def comments(page: str) -> str:
    """What stands in the comments of a page."""
    bare = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    return "".join(re.findall(r"<!--(.*?)-->", bare, re.DOTALL))


def test_each_page_of_a_build_carries_the_licences_of_what_is_in_it(own_atlas: Atlas) -> None:
    pages = {
        name: data.decode()
        for name, data in products(own_atlas, list(own_atlas.catalog.plans))
        if name.endswith(".html")
    }
    assert len(pages) == 7
    for name, page in pages.items():
        told = comments(page)
        assert licences()["zonemap"].text in told, name
        has_leaflet = "Leaflet 1.9" in page.replace(told, "")
        assert has_leaflet == (name != "index.html")
        for part in (*LEAFLET, licences()["folium"].text):
            assert (part in told) == has_leaflet, (name, part)


def test_a_map_for_a_notebook_carries_them_as_well(own_atlas: Atlas) -> None:
    built = folium_map(own_atlas, ["nansha"])
    told = comments(str(built.get_root().render()))
    for key in ("zonemap", "leaflet", "folium"):
        assert told.count(licences()[key].text) == 1, key
    assert "jQuery" not in told
    folium.Marker((22.7, 113.5), popup="hello", icon=folium.Icon("red")).add_to(built)
    page = str(built.get_root().render())
    told = comments(page)
    for key, sign in (
        ("awesome-markers", "AwesomeMarkers"),
        ("jquery", "jQuery v3"),
        ("bootstrap-3", "Bootstrap v3"),
        ("fontawesome", "Font Awesome Free 6"),
        ("bootstrap", "Bootstrap  v5"),
    ):
        assert sign in page, sign
        assert told.count(licences()[key].text) == 1, key


@pytest.mark.parametrize("url", [url for _, url in LINKED], ids=[name for name, _ in LINKED])
def test_everything_that_folium_links_has_a_licence(url: str) -> None:
    """Another version of folium links other versions: then their licences have to be looked up anew."""
    assert inline.carries(url)
    assert len(covering([url])) == 1


def test_no_file_is_inlined_whose_licence_is_unknown() -> None:
    assert {name for name, _ in LINKED} == {"leaflet", "leaflet_css", *CALLED_BY}
    assert covering(["https://example.org/x.js"]) == []


def test_a_licence_is_the_one_of_the_version_that_is_carried() -> None:
    (told,) = [path for path in distribution("folium").files or [] if path.name.startswith("LICENSE")]
    assert told.read_text().split() == licences()["folium"].text.split()
    assert distribution("folium").version in licences()["folium"].name
    for key, version in (("leaflet", "Leaflet 1.9.3"), ("jquery", "jQuery v3.7.1"), ("bootstrap", "v5.2.2")):
        (url, *_) = [url for _, url in LINKED if covering([url]) == [key]]
        assert version in inline.resource(url)[:400]
        assert version.split()[-1].lstrip("v") in licences()[key].name
    assert licences()["zonemap"].text == (ROOT / "LICENSE").read_text("utf-8").strip()


def test_no_template_reads_a_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = Licence("x", "MIT", "{{ 9**14 }} {% raise %}")
    monkeypatch.setattr("mapgen.pages.blocks.licences", lambda: {**licences(), "folium": hostile})
    figure = OfflineFigure()
    figure.add_child(folium.Map(tiles=None))
    assert "{{ 9**14 }} {% raise %}" in comments(str(figure.render()))


@pytest.mark.parametrize("text", ["a --> b", "a --!> b", "a <!-- b"])
def test_a_text_that_would_end_the_comment_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapgen.pages.blocks.licences", lambda: {"x": Licence("x", "MIT", text)})
    with pytest.raises(ValueError, match="would end the comment"):
        Notices("x")


def test_the_command_prints_all_of_them() -> None:
    told = run("--licenses")
    assert told.exit_code == 0
    for each in licences().values():
        assert f"  {each.name}: {each.spdx}\n" in told.stdout
        assert each.text in told.stdout
    assert (ROOT / "layers" / "LICENSE").read_text("utf-8").strip() in told.stdout
    for name in (
        "branca",
        "folium",
        "numpy",
        "pydantic_core",
        "pyogrio",
    ):
        installed = distribution(name)
        assert f"  {installed.metadata['Name']} {installed.version}: " in told.stdout
    assert "pytest" not in told.stdout
    assert "folium 0.20.0: MIT\n" in told.stdout


def test_dependencies_are_what_is_pinned() -> None:
    # What extras need is pinned where it is installed: for the tests.
    texts = [(ROOT / "requirements" / name).read_text("utf-8") for name in ("run.txt", "test.txt")]
    pinned = re.findall(r"^([\w.-]+?)(?:\[\w+\])?==", "\n".join(texts), re.MULTILINE)
    found = {re.sub(r"[-_.]+", "-", each.name).lower() for each in dependencies()}
    assert found <= set(pinned)
    assert {"geopandas", "shapely", "jinja2", "certifi"} <= found
    assert all(each.version for each in dependencies())
