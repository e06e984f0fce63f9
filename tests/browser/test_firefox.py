"""Every page in Debian's Firefox ESR, the other browser of offices: it opens, works and looks alike."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from firefox import Firefox, running
from opened import WIDE
from owned import workbook
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser
from reviewed import located, read_text

from layers.assemble import Atlas
from mapgen.pages.review import render_review
from mapgen.pages.site import products

PAGES = ("index", "atlas", "guangzhou", "haizhu", "huangpu", "nansha", "nanshan")
MAPS = PAGES[1:]
ENTER = "\ue007"


@pytest.fixture(scope="module")
def site(own_atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for path, data in products(own_atlas, list(own_atlas.catalog.plans)):
        if path.endswith(".html"):
            (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if not found:
        pytest.fail("no Firefox found: install one, e.g. `apt-get install firefox-esr`")
    with running(found, tmp_path_factory.mktemp("profile")) as firefox:
        yield firefox


def test_a_review_is_worked_through_with_keys(firefox: Firefox, tmp_path: Path) -> None:
    draft, file = read_text(), tmp_path / "review.html"
    file.write_text(render_review(draft, located(draft)), "utf-8")
    firefox.open(file, WIDE)
    firefox.until("document.querySelector('#rv-list [aria-selected=true]')")
    firefox.write("w")
    decided = firefox.run("ZM.taking.count().decided")
    assert decided > 1
    firefox.write("nae")
    assert firefox.run("document.activeElement.id") == "rv-field-name"
    firefox.write(ENTER)
    assert firefox.run("ZM.taking.count().decided") == decided + 1
    assert firefox.run("document.querySelectorAll('.rv-on').length") == 1
    assert firefox.requests == []
    assert firefox.complaints == []


def visit(firefox: Firefox, site: Path, page: str) -> None:
    firefox.open(site / f"{page}.html", WIDE)
    if page in MAPS:
        firefox.until("document.body.dataset.ready")


@pytest.mark.parametrize("page", PAGES)
def test_opens_without_a_request_or_a_complaint(firefox: Firefox, site: Path, page: str) -> None:
    visit(firefox, site, page)
    assert firefox.run("document.querySelector('h1').textContent.length") > 4
    assert firefox.run("document.documentElement.scrollWidth - innerWidth") <= 0
    assert firefox.requests == []
    assert firefox.complaints == []


def test_finding_card_table_language_and_sheet(firefox: Firefox, site: Path, tmp_path: Path) -> None:
    visit(firefox, site, "nansha")
    firefox.click("#zm-search-input")
    firefox.write("科学岛")
    firefox.until("document.querySelectorAll('#zm-search-list [role=option]').length")
    firefox.write(ENTER)
    firefox.until("document.getElementById('zm-card').textContent.includes('科学岛')")
    firefox.click("#zm-table-toggle")
    firefox.until("document.querySelectorAll('#zm-table tbody tr').length > 40")
    firefox.click("#zm-language")
    firefox.until("document.documentElement.lang === 'en'")

    firefox.click("#zm-print-open")
    firefox.until("document.querySelector('.zm-sheet-map svg')")
    assert firefox.run("getComputedStyle(document.getElementById('zm-search-input')).visibility") == "hidden"
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(firefox.printed())
    words = subprocess.run(["pdftotext", sheet, "-"], capture_output=True, text=True, check=True).stdout
    assert "Nansha" in words
    assert "科学岛" not in words
    firefox.click("#zm-print-close")
    assert firefox.run("getComputedStyle(document.getElementById('zm-search-input')).visibility") == "visible"
    assert firefox.complaints == []


DROP = """(async () => {
    const given = new DataTransfer(), bytes = Uint8Array.from(atob("BYTES"), (sign) => sign.charCodeAt(0));
    given.items.add(new File([bytes], "NAME"));
    for (const type of ["dragover", "drop"])
        document.getElementById("zm-stage").dispatchEvent(
            new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: given }));
})()"""


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_own_places_are_counted_and_printed(
    firefox: Firefox, site: Path, own_atlas: Atlas, tmp_path: Path, name: str
) -> None:
    heads, dice = ["企业", "经度", "纬度"], np.random.default_rng(3)
    areas = {
        key: each.geometry
        for key, each in own_atlas.elements.items()
        if key.startswith("nansha.") and each.geometry.geom_type.endswith("Polygon")
    }
    places = dice.uniform(*np.reshape(shapely.total_bounds(list(areas.values())), (2, 2)), (500, 2)).round(6)
    path = tmp_path / name
    if name == "t.xlsx":
        workbook(path, [heads, *([f"甲{i}", *place] for i, place in enumerate(places.tolist()))])
    else:
        rows = [f"甲{i},{lon},{lat}" for i, (lon, lat) in enumerate(places)]
        path.write_bytes("\r\n".join([",".join(heads), *rows]).encode("gb18030"))
    visit(firefox, site, "nansha")
    firefox.run(DROP.replace("BYTES", base64.b64encode(path.read_bytes()).decode()).replace("NAME", name))
    firefox.until("document.querySelector('#zm-own-datum-wgs84')")
    for part in ("datum-wgs84", "go"):  # further down than the box is high
        firefox.run(f"document.getElementById('zm-own-{part}').click()")
    firefox.until("document.querySelector('#zm-own-body tbody')")
    # A metre beside a boundary the page, with five decimals, may say otherwise: no place lies there.
    edges = shapely.unary_union([area.boundary for area in areas.values()])
    assert shapely.distance(edges, shapely.points(places)).min() > 1e-5
    found = firefox.run(
        """(() => { const { areas } = ZM.placed.groups, rows = [...document.querySelectorAll("#zm-own-body tbody tr")];
        const count = (name) => rows.find((row) => row.querySelector(".zm-link")?.textContent === name);
        return areas.flat().map((each) => [each.id, count(ZM.pick(each, "name"))?.querySelector("td").textContent]); })()"""  # noqa: E501
    )
    shown = {key: int(count) for key, count in found if count is not None}
    assert len(shown) > 8
    assert shown == {key: int(shapely.covers(areas[key], shapely.points(places)).sum()) for key in shown}
    firefox.click("#zm-language")  # letters of other scripts come out of its PDF as they please
    firefox.click("#zm-print-open")
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(firefox.printed())
    words = subprocess.run(["pdftotext", sheet, "-"], capture_output=True, text=True, check=True).stdout
    assert name in words
    assert "Own data of the reader, not part of the plan" in " ".join(words.split())
    firefox.click("#zm-print-close")
    assert firefox.requests == []
    assert firefox.complaints == []


@pytest.mark.parametrize("page", MAPS)
def test_the_map_looks_as_in_chromium(firefox: Firefox, browser: Browser, site: Path, page: str) -> None:
    visit(firefox, site, page)
    time.sleep(0.5)  # names come in frames of their own
    here = coarse(firefox.picture())
    context = browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]})
    try:
        other = context.new_page()
        other.goto((site / f"{page}.html").as_uri())
        other.wait_for_selector("body[data-ready]")
        other.wait_for_timeout(500)
        there = coarse(other.screenshot())
        other.click("#zm-zoom-out")
        other.wait_for_timeout(500)
        elsewhere = coarse(other.screenshot())
    finally:
        context.close()
    assert difference(here, there) < difference(elsewhere, there) / 4


def coarse(screenshot: bytes) -> Image.Image:
    """The map's part of a screenshot, so coarse that how letters are smoothed does not matter."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    return picture.crop((330, 60, *WIDE)).resize((95, 74), Image.Resampling.BOX)


def difference(one: Image.Image, two: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, two)).mean)
