"""How tests run commands: in this process, which is quick, or in one of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from support import ROOT
from typer.testing import CliRunner, Result

from mapgen.cli.app import app


def run(*words: object, **environment: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(map(str, words)), env={"ZONEMAP_LANG": "en", **environment})


def process(*words: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "mapgen", *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def printed(*words: object, code: int = 0) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == code, result.stderr
    return json.loads(result.stdout)


BUILT = {
    "town.html",
    "atlas.html",
    "index.html",
    "area-check.csv",
    *(f"geojson/town/{layer}.geojson" for layer in ("zones", "axes", "nodes", "boundaries")),
}


def built(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def assert_told(result: Result, lines: int) -> None:
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    told = result.stderr.splitlines()
    assert len(told) == lines
    assert all(line.startswith("zonemap: ") and line.isprintable() for line in told)
