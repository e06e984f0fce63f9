"""The TOML files of this folder, read when they are first asked for; imports nothing else of ours."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LANGUAGES = ("zh", "en")


def require_language(language: str) -> None:
    """Do nothing if there are texts in a language.

    Raises
    ------
    ValueError
        If there are none.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is none of {', '.join(LANGUAGES)}")


@cache
def table(name: str) -> Mapping[str, Any]:
    """What a file holds, such as ``messages/check`` or ``fields``."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
