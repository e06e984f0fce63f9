"""The TOML files of this folder, read when they are first asked for; imports nothing else of ours."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LANGUAGES = ("zh", "en")


@cache
def table(name: str) -> Mapping[str, Any]:
    """What a file holds, such as ``messages/check`` or ``fields``."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
