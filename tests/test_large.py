"""A plan too large for one page: the page is left out with advice, everything else is made."""

from pathlib import Path

import pytest
from support import GRID, atlas_of

from mapgen.cli import build
from mapgen.pages import site as product


def test_a_page_that_no_browser_bears_is_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(product, "MAX_ELEMENTS", 3)
    build.run(None, tmp_path / "out", GRID, lang="en")
    assert not (tmp_path / "out" / "town.html").exists()
    assert not (tmp_path / "out" / "atlas.html").exists()
    assert (tmp_path / "out" / "geojson/town/zones.geojson").exists()
    assert "town.html" not in (tmp_path / "out" / "index.html").read_text("utf-8")
    said = [line for line in capsys.readouterr().err.splitlines() if "not created" in line]
    assert [line.split(":")[0] for line in said] == ["town.html", "atlas.html"]


def test_pages_of_an_ordinary_plan_are_all_made() -> None:
    assert product.too_large(atlas_of(GRID), ["town"]) == {}
