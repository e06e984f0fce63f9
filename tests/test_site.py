"""What a build makes: pages and files by name."""

from pathlib import Path

import pytest

from layers.assemble import assemble
from layers.catalog import load
from mapgen.pages import site
from mapgen.pages.map import render
from mapgen.pages.payload import payload


def test_the_layers_of_an_only_plan_are_gathered_once(grid: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = assemble(load(grid))
    told = atlas.catalog.description
    whole = payload(atlas, ["town"], "atlas", told.title, told.title_en)
    asked = []
    monkeypatch.setattr(site, "payload", lambda *given: asked.append(given[1:3]) or payload(*given))
    made = dict(site.products(atlas, ["town"]))
    assert asked == [(["town"], "town")]
    assert made["atlas.html"].decode() == render(whole)
    assert list(made)[:2] == ["town.html", "atlas.html"]
