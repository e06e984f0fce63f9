"""Small pictures of the first page: whose names they have."""

from __future__ import annotations

import pytest

from layers.assemble import Atlas
from mapgen.pages.thumbnail import thumbnail

#: Where what is counted lies so close that one of it may be without its name.
CLOSE = ("guangzhou", "huangpu")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("plan", ["guangzhou", "haizhu", "huangpu", "nansha", "nanshan"])
def test_what_the_phrase_counts_is_named(own_atlas: Atlas, plan: str, language: str) -> None:
    """The first role of each part that is not called many; English names are long and stand in rows."""
    phrase = own_atlas.catalog.plans[plan].phrase
    counted = [part.roles[0] for part in phrase if not part.part.startswith("多")]
    records = [element.entry.record for element in own_atlas.of_plan(plan)]
    wanted = {
        (record.name if language == "zh" else record.name_en).replace(" ", "")
        for record in records
        if record.role in counted and record.parent is None
    }
    said = "".join(row["text"] for row in thumbnail(own_atlas, plan)["names"][language]).replace(" ", "")
    assert len(wanted) > 1
    assert sum(name not in said for name in wanted) <= (plan in CLOSE)
