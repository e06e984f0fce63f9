"""Every page in Debian's Firefox ESR, the other browser of offices: it opens, works and looks alike."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from firefox import Firefox, running
from opened import WIDE
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser

from layers.assemble import Atlas
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
