"""Names on the map: set in rows that end between words."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import re

import pytest
import sample_page as sample
from opened import Open

from layers.assemble import Atlas
from mapgen.pages.payload import payload as payload_of

#: All ways to set every name of a page in rows, beside the name and the words that must stay together.
ROWS = """() => ZM.model.drawn.map((element) => {
  let at = 0;
  const characters = [...element.name];
  const words = [...element.words].map((digit) => characters.slice(at, at += parseInt(digit, 36)).join(""));
  return { name: element.name, words, layouts: ZM.rows.layouts(element.name, element.words) };
})"""


def test_rows_end_between_words_and_never_at_a_bracket(open_page: Open, own_atlas: Atlas) -> None:
    page = open_page(payload_of(own_atlas, list(own_atlas.catalog.plans), "atlas", None, None)).page
    found = page.evaluate(ROWS)
    assert len(found) > 200
    assert any(len(each["layouts"]) > 1 for each in found)
    for each in found:
        ends = {0}
        for word in each["words"]:
            ends.add(max(ends) + len(word))
        for rows in each["layouts"]:
            joined = "".join(rows)
            assert joined == each["name"] or rows[-1].endswith("…") or " " in each["name"], each
            if " " in each["name"] or not each["words"]:
                continue
            at = 0
            for row in rows:
                assert not re.search("[（“《]$|^[）”》、·]", row), each
                assert at in ends, each
                at += len(row)


@pytest.mark.parametrize(
    ("name", "words", "rows"),
    [
        ("庆盛产教融合数字创新示范区", "24223", ["庆盛产教融合", "数字创新示范区"]),
        ("广州人工智能与数字经济试验区（鱼珠片区）", "2432333", ["广州人工智能", "与数字经济试验区", "（鱼珠片区）"]),
        ("Nansha Science and Technology Innovation Corridor", "", ["Nansha Science", "and Technology", "Innovation Corridor"]),
        ("科学岛", "", ["科学岛"]),
        ("谷" * 60, "zp", ["谷" * 12, "谷" * 12, "谷" * 11, "…"]),
    ],
)  # fmt: skip
def test_a_name_in_rows(open_page: Open, name: str, words: str, rows: list[str]) -> None:
    page = open_page(sample.payload()).page
    assert page.evaluate("([name, words]) => ZM.rows.layouts(name, words)[0]", [name, words]) == rows
