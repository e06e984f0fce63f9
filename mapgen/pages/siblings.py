"""The pages of one build, as each of them knows the others: where they are, and what can be found there."""

from collections.abc import Sequence
from typing import NamedTuple

from layers.assemble import Atlas
from mapgen.pages.contract import FindInfo, SiblingInfo

#: Other plans' pages that a page offers, and names that it knows of them. With more it offers the first page
#: alone, which has them all: every page would grow with the number of plans.
MOST_PLANS, MOST_NAMES = 25, 2_000
#: Ids of the pages that show no single plan.
FIRST, ATLAS = "index", "atlas"


class Siblings(NamedTuple):
    """Parts of `mapgen.pages.contract.Payload`."""

    pages: list[SiblingInfo]
    beyond: list[FindInfo]


def siblings(atlas: Atlas, pages: Sequence[str], plans: Sequence[str]) -> Siblings:
    """Gather what a page says of those made with it.

    Parameters
    ----------
    atlas : Atlas
    pages : sequence of str
        Ids of all pages of the build, in the order in which they are offered: "index", "atlas" or a plan's.
        Empty for a page that stands alone.
    plans : sequence of str
        Ids of the plans that are on the page itself.

    Returns
    -------
    Siblings
    """
    if len(pages) > MOST_PLANS + 2:
        # The pages of its own plans are there: of very many, no page goes through them all.
        general = [page for page in pages[:2] if page in (FIRST, ATLAS)]
        return Siblings([_page(atlas, page) for page in (*general, *plans)], [])
    others = [page for page in pages if page in atlas.catalog.plans and page not in plans]
    count = sum(len(atlas.features_of(plan)) for plan in others)
    return Siblings(
        [_page(atlas, page) for page in pages], findable(atlas, others) if count <= MOST_NAMES else []
    )


def _page(atlas: Atlas, page: str) -> SiblingInfo:
    plan = atlas.catalog.plans.get(page)
    if plan is None:
        return {"id": page, "title": None, "title_en": None, "layout": None, "layout_en": None}
    return {
        "id": page,
        "title": plan.title,
        "title_en": plan.title_en,
        "layout": plan.layout,
        "layout_en": plan.layout_en,
    }


def findable(atlas: Atlas, plans: Sequence[str]) -> list[FindInfo]:
    """Names of everything that a reader may look for in some plans, elements before what has no geometry.

    Parameters
    ----------
    atlas : Atlas
    plans : sequence of str
        Ids of plans.

    Returns
    -------
    list of FindInfo
    """
    return [
        {
            "id": entry.record.id,
            "plan": plan,
            "name": entry.record.name,
            "name_en": entry.record.name_en,
            "initials": atlas.catalog.initials(entry.record.name),
        }
        for plan in plans
        for entry in (each.entry for each in atlas.features_of(plan))
    ]
