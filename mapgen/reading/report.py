"""A draft told to people: how much was found, and each doubt with its place."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from layers.messages import Message


def dumps(draft: Mapping[str, Any]) -> bytes:
    """Return a draft as the bytes of a file.

    Parameters
    ----------
    draft : mapping
        As `mapgen.reading.draft.draft` makes it.
    """
    return (json.dumps(draft, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def counts(draft: Mapping[str, Any], file: str) -> Message:
    """Return how much was found.

    Parameters
    ----------
    draft : mapping
    file : str
        What messages call the document.
    """
    elements = draft["elements"]
    layout = draft["layouts"][0]["phrase"] if draft["layouts"] else "\u2014"
    values = {
        "layout": layout,
        "elements": len(elements),
        "sure": sum(each["tier"] == "A" for each in elements),
        "sides": sum(len(each["sides"]) for each in elements),
        "areas": sum(len(each["stated"]) for each in elements),
        "members": sum(each["parent"] is not None for each in elements),
        "indicators": len(draft["indicators"]),
        "doubts": len(draft["doubts"]),
    }
    return Message("reading-count", file, values=values)


def doubts(draft: Mapping[str, Any], file: str) -> Iterator[Message]:
    """Return each doubt, with its place as file, paragraph and offset.

    Parameters
    ----------
    draft : mapping
    file : str
    """
    for each in draft["doubts"]:
        cite = each["cite"]
        where = f"{file}:{cite['paragraph']}:{cite['start']}"
        values = {"quote": cite["quote"], "subject": each["subject"] or "\u2014"}
        yield Message(f"reading-doubt-{each['code']}", where, values=values)
