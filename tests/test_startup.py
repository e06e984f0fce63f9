"""What commands import: the time of a small build is the time of its imports."""

import os
import subprocess
import sys
from pathlib import Path

from support import ROOT


def imported(*words: str) -> set[str]:
    """Top-level modules that a command imports."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "mapgen", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    names = (line.rsplit("|", 1)[-1].strip() for line in run.stderr.splitlines() if "import time:" in line)
    return {name.split(".")[0] for name in names}


def test_help_imports_no_library_of_geometry() -> None:
    found = imported("--help")
    assert "typer" in found
    assert not found & {"numpy", "shapely", "pyproj", "pandas", "geopandas", "pyogrio", "folium", "pydantic"}


def test_a_build_imports_no_library_that_it_does_not_use(tmp_path: Path) -> None:
    found = imported("build", "--out", str(tmp_path / "out"))
    assert {"geopandas", "folium"} <= found
    # A second folium; a dictionary for names whose initials are kept; and what only exports use.
    assert not found & {"offlinefolium", "pypinyin", "ezdxf", "psycopg"}
