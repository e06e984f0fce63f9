"""The files of ``mapgen/web`` as text: lines that can be read, and nothing of Leaflet that is not public."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mapgen

WEB = Path(mapgen.__file__).parent / "web"
FILES = sorted(path for path in WEB.rglob("*") if path.suffix in {".js", ".css", ".html"})
SCRIPTS = [path for path in FILES if path.suffix == ".js"]


def name(path: Path) -> str:
    return path.relative_to(WEB).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_line_is_longer_than_120_characters(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > 120] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_keeps_to_leaflets_public_interface(path: Path) -> None:
    """Leaflet's private names begin with an underscore, and none of ours does."""
    private = re.findall(r"(?<![\w$}])_[A-Za-z]\w*", path.read_text(encoding="utf-8"))
    assert private == []
