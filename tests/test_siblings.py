"""What pages of one build say of each other, and where that ends."""

from collections.abc import Iterator

import pytest

from layers.assemble import Atlas
from mapgen import look
from mapgen.pages import siblings
from mapgen.pages.site import products
from mapgen.pages.thumbnail import HEIGHT, WIDTH, thumbnail
from mapgen.pages.thumbnail_names import MOST_ROWS


def test_a_page_knows_all_others_and_what_is_found_there(own_atlas: Atlas) -> None:
    plans = list(own_atlas.catalog.plans)
    pages = ["index", "atlas", *plans]
    known = siblings.siblings(own_atlas, pages, ["nansha"])
    assert [page["id"] for page in known.pages] == pages
    assert {found["plan"] for found in known.beyond} == {*plans} - {"nansha"}
    others = len(own_atlas.elements) - len(own_atlas.of_plan("nansha"))
    listed = sum(len(own_atlas.places_of(plan)) for plan in plans if plan != "nansha")
    assert len(known.beyond) == others + listed
    assert siblings.siblings(own_atlas, pages, plans).beyond == []
    assert siblings.siblings(own_atlas, [], ["nansha"]) == ([], [])


def test_many_plans_do_not_make_every_page_large(own_atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = ["index", "atlas", *own_atlas.catalog.plans]
    monkeypatch.setattr(siblings, "MOST_PLANS", 4)
    known = siblings.siblings(own_atlas, pages, ["nansha"])
    assert [page["id"] for page in known.pages] == ["index", "atlas", "nansha"]
    assert known.beyond == []
    monkeypatch.setattr(siblings, "MOST_PLANS", 25)
    monkeypatch.setattr(siblings, "MOST_NAMES", 10)
    assert siblings.siblings(own_atlas, pages, ["nansha"]).beyond == []


def test_every_page_that_is_offered_is_made(own_atlas: Atlas) -> None:
    plans = list(own_atlas.catalog.plans)
    made = {path for path, _ in products(own_atlas, plans)}
    assert {f"{page}.html" for page in ("index", "atlas", *plans)} <= made


@pytest.mark.parametrize("plan", ["guangzhou", "haizhu", "huangpu", "nansha", "nanshan"])
def test_pictures_name_what_matters(own_atlas: Atlas, plan: str) -> None:
    names = thumbnail(own_atlas, plan)["names"]
    for language in ("zh", "en"):
        assert 2 <= len(names[language]) <= MOST_ROWS * look.thumbnail_names()[1]
        assert all(0 < name["x"] < WIDTH and 0 < name["y"] < HEIGHT for name in names[language])


class Walked(list[str]):
    """Counts how often it is gone through."""

    count = 0

    def __iter__(self) -> Iterator[str]:
        self.count += 1
        return super().__iter__()


def test_of_very_many_pages_none_goes_through_all(own_atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = list(own_atlas.catalog.plans)
    pages = Walked(["index", "atlas", *plans])
    monkeypatch.setattr(siblings, "MOST_PLANS", 2)
    for plan in plans:
        assert [page["id"] for page in siblings.siblings(own_atlas, pages, [plan]).pages][2:] == [plan]
    assert pages.count == 0
