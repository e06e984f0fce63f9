"""Word lists of names, as the package has them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "names.toml"


@cache
def lists() -> dict[str, Any]:
    """Return all of them."""
    return tomllib.loads(_FILE.read_text("utf-8"))
