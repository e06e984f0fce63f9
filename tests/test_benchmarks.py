"""The document of the benchmarks says what was measured, not what once was."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_document_has_what_was_measured_last() -> None:
    script = "import run; print(run.document(), end='')"
    place = ROOT / "benchmarks"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=place, capture_output=True, text=True, check=True
    )
    assert (ROOT / "docs/benchmarks.md").read_text("utf-8") == done.stdout
