"""The document of the benchmarks says what was measured, not what once was."""

import subprocess
import sys
from pathlib import Path

import pytest
import run
from costs import Cost

ROOT = Path(__file__).parents[1]


def test_the_document_has_what_was_measured_last() -> None:
    script = "import run; print(run.document(), end='')"
    place = ROOT / "benchmarks"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=place, capture_output=True, text=True, check=True
    )
    assert (ROOT / "docs/benchmarks.md").read_text("utf-8") == done.stdout


def test_what_was_measured_until_an_interruption_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Cost] = []

    def turns(jobs: dict[str, object], _: int) -> dict[str, Cost]:
        if len(taken) == 3:
            raise KeyboardInterrupt
        taken.append(Cost(2.0 ** len(taken), 10))
        return dict.fromkeys(jobs, taken[-1])

    monkeypatch.setattr(run, "turns", turns)
    head, _, *rows = run.crowd_table("plans", tmp_path, 1_000, 1)
    assert head == "| command | 10 plans | 30 plans | exponent |"
    assert rows == [
        "| build | 1.0 s, 10 MB | – | not measured |",
        "| export | 2.0 s, 10 MB | 4.0 s, 10 MB | not measured |",
    ]
