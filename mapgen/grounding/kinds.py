"""Which tags make what: the tables of ``kinds.toml``."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "kinds.toml"

Tags = Mapping[str, str]


@cache
def table() -> dict[str, Any]:
    """Return what the file says."""
    return tomllib.loads(_FILE.read_text("utf-8"))


def fits(tags: Tags, wanted: Mapping[str, list[str]]) -> bool:
    """Whether a feature has one of some tags; ``*`` stands for any value."""
    return any(key in tags and (tags[key] in values or values == ["*"]) for key, values in wanted.items())


def ranked(tags: Tags, group: str) -> tuple[str, int] | None:
    """Kind and rank of a feature by the first entry of a group (lines, places) that fits, or None."""
    every = table()[group]
    if fits(tags, every.get("not", {})):
        return None
    for entry in every["kinds"]:
        if (rank := entry["ranks"].get(tags.get(entry["tag"]))) is not None:
            return entry["kind"], rank
    return None


def is_hill(tags: Tags, name: str | None) -> bool:
    """Whether an area is a hill: wooded or protected, and called one."""
    hills = table()["hills"]
    return name is not None and fits(tags, hills["tags"]) and bool(re.search(hills["pattern"], name))


def is_beside(name: str | None) -> bool:
    """Whether a road runs beside another by its name."""
    return name is not None and name.endswith(tuple(table()["beside"]["endings"]))
