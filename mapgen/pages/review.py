"""The page on which a draft is reviewed: its text, what was found in it, and what was located."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mapgen import look
from mapgen.pages.blocks import Data, Script, Style
from mapgen.pages.figure import Page
from mapgen.pages.scripts import program, styles
from mapgen.pages.stage import Start, page_map
from mapgen.reviewing.draft import Draft
from mapgen.reviewing.findings import findings
from mapgen.reviewing.ground import ground
from mapgen.text.loading import LANGUAGES, table
from mapgen.text.words import REVIEW, words

SCRIPT = "review/review.js"
STYLES = ("page.css", "map.css", "forced.css", "review/review.css", "review/text.css", "review/narrow.css")
_DOUBT = "reading-doubt-"
#: Characters beyond this one take two units of a script's strings.
_LAST_SINGLE = 0xFFFF


def render_review(
    draft: Draft, located: Mapping[str, Any] | None = None, beneath: Mapping[str, Any] | None = None
) -> str:
    """Return the page as one HTML file that opens from disk with no network.

    Parameters
    ----------
    draft : Draft
        Its strings may be hostile.
    located : mapping, optional
        What ``zonemap locate --out`` writes of it; without it the page has no map.
    beneath : mapping, optional
        What `mapgen.reviewing.beneath.beneath` makes; without it the map has no ground.

    Returns
    -------
    str
        HTML, UTF-8 when written.
    """
    page, built = Page("review/review.html"), page_map()
    page.add_child(built)
    for name, block in {
        "zm-styles": Style(styles(*STYLES)),
        "zm-payload": Data("zm-payload", review_payload(draft, located, beneath)),
        "zm-texts": Data("zm-texts", _texts()),
        "zm-config": Data("zm-config", {"look": look.page()}),
        "zm-scripts": Script(program(SCRIPT)),
    }.items():
        page.header.add_child(block, name=name)
    Start(built).add_to(built)
    return str(page.render())


def review_payload(
    draft: Draft, located: Mapping[str, Any] | None = None, beneath: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Gather what the page shows: JSON values only.

    Parameters are those of `render_review`.

    Returns
    -------
    dict
        Places are in units of a script's strings (UTF-16); ``place`` of a finding is its start in characters.
    """
    at = _units(draft.source.text)
    found = findings(draft)
    headings = {text: number for number, text in enumerate(dict.fromkeys(each["heading"] for each in found))}
    return {
        "source": {
            "name": draft.source.name,
            "text": draft.source.text,
            "paragraphs": [
                [number, int(at[start]), int(at[end]), is_heading]
                for number, start, end, is_heading in draft.source.paragraphs
            ],
        },
        "headings": list(headings),
        "findings": [
            {
                **each,
                "heading": headings[each["heading"]],
                "place": each["start"],
                "start": int(at[each["start"]]),
                "end": int(at[each["end"]]),
            }
            for each in found
        ],
        "map": None if located is None else {**ground(located), "ground": beneath},
    }


def _units(text: str) -> np.ndarray:
    """Where each character of a text begins, and where the last one ends, in units of UTF-16."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    return np.concatenate([[0], np.cumsum(1 + (codes > _LAST_SINGLE))])


def _texts() -> dict[str, dict[str, str]]:
    """Words of the page, with those by which the terminal tells doubts: ``doubt.`` and the code."""
    told = {
        code.removeprefix(_DOUBT): text
        for code, text in table("messages/reading").items()
        if code.startswith(_DOUBT)
    }
    pages = words(*REVIEW)
    return {
        language: pages[language] | {f"doubt.{code}": text[language] for code, text in told.items()}
        for language in LANGUAGES
    }
