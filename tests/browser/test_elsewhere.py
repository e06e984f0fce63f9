"""A plan in another city: its own belt under the pointer, its own words in the foot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from elsewhere import PLACES, example_at
from opened import Watched
from playwright.sync_api import Browser
from pyproj import Transformer
from support import atlas_of

from mapgen.pages.site import products


@pytest.mark.parametrize(("longitude", "code"), PLACES)
def test_the_belt_of_the_place_is_under_the_pointer(
    longitude: float, code: int, browser: Browser, tmp_path: Path
) -> None:
    layers = example_at(tmp_path / "layers", longitude)
    for name, content in products(atlas_of(layers), ["my-plan"]):
        if name.endswith(".html"):
            (tmp_path / name).write_bytes(content)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    watched = Watched(context.new_page())
    page = watched.page
    page.goto((tmp_path / "my-plan.html").as_uri())
    page.wait_for_selector("body[data-ready]")
    page.mouse.move(640, 400)
    page.wait_for_timeout(200)
    words = page.locator("#zm-position").inner_text()
    lon, lat = (float(each) for each in re.findall(r"([\d.]+)° [EN]", words))
    assert abs(lon - longitude) < 0.2
    assert f"CGCS2000 / {75 + (code - 4534) * 3}°E" in words
    east, north = (int(each.replace(",", "")) for each in re.findall(r"([\d,]+) m", words))
    x, y = Transformer.from_crs(4490, code, always_xy=True).transform(lon, lat)
    assert abs(east - x) <= 1.6  # five decimals of a degree are a metre
    assert abs(north - y) <= 1.6
    assert page.locator("#zm-position span").nth(1).get_attribute("title").startswith(f"EPSG:{code} CGCS2000")  # type: ignore[union-attr]
    page.get_by_role("button", name="下载", exact=True).click()
    for text in (page.locator("#zm-credits").inner_text(), page.locator("#zm-download").inner_text()):
        assert "ODbL" not in text
        assert "OpenStreetMap" not in text
        assert "许可" not in text
    page.goto((tmp_path / "index.html").as_uri())
    assert "OpenStreetMap" not in page.locator("#ix-credits").inner_text()
    assert watched.complaints == []
    assert watched.requests == []
    context.close()
