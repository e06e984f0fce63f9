"""What a build makes: pages and files by name."""

from pathlib import Path

import pytest

from layers.assemble import assemble
from layers.catalog import load
from mapgen.pages import site
from mapgen.pages.map import render
from mapgen.pages.payload import payload
from mapgen.tables.frames import COLUMNS
from mapgen.text.words import INDEX, words


def test_the_layers_of_an_only_plan_are_gathered_once(grid: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = assemble(load(grid))
    told = atlas.catalog.description
    whole = payload(atlas, ["town"], "atlas", told.title, told.title_en, None, ["index", "atlas", "town"])
    asked = []
    monkeypatch.setattr(site, "payload", lambda *given: asked.append(given[1:3]) or payload(*given))
    made = dict(site.products(atlas, ["town"]))
    assert asked == [(["town"], "town")]
    assert made["atlas.html"].decode() == render(whole)
    assert list(made)[:2] == ["town.html", "atlas.html"]


@pytest.mark.parametrize("layer", COLUMNS)
def test_the_first_page_has_a_word_for_each_layer_that_it_links(layer: str) -> None:
    assert all(f"index.layer.{layer}" in texts for texts in words(*INDEX).values())
