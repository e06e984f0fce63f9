"""Nothing that zonemap does asks the network, in Python or in C: an attempt would kill the process."""

import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from no_network import CALLS
from support import GRID, ROOT

from mapgen.exporting.formats import FORMATS

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in CALLS, reason="the guard is the Linux kernel's"
)


def offline(way: str, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "tests" / "no_network.py", way, *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_guards_bite() -> None:
    assert offline("kill", "--try").returncode == -signal.SIGSYS
    refused = offline("refuse", "--try")
    assert refused.returncode == 1
    assert "Permission denied" in refused.stderr


@pytest.mark.parametrize("way", ["kill", "refuse"])
def test_a_build_needs_no_network(way: str, tmp_path: Path) -> None:
    run = offline(way, "build", "--layers", GRID, "--out", tmp_path / "out")
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "out" / "index.html").exists()


@pytest.mark.parametrize("crs", ["4326", "4547"])
def test_an_export_needs_no_network(crs: str, tmp_path: Path) -> None:
    # A change of coordinate system is what might fetch a grid.
    unable = {"4326": ("dxf",), "4547": ("geojson", "kml", "kmz")}[crs]
    formats = [word for name in FORMATS if name not in unable for word in ("--format", name)]
    run = offline("kill", "export", "--layers", GRID, "--out", tmp_path / "out", "--crs", crs, *formats)
    assert run.returncode == 0, run.stderr
    assert any((tmp_path / "out").rglob("*.gpkg"))
