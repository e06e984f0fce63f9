"""The document of the benchmarks says what was measured, not what once was."""

import json
import subprocess
import sys
from pathlib import Path

import growing
import pytest
from costs import Cost, exponent

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

    monkeypatch.setattr(growing, "turns", turns)
    kept = tmp_path / "plans.json"
    with pytest.raises(KeyboardInterrupt):
        growing.measure("plans", kept, 1, None, ["build", "export"])
    head, _, *rows = growing.table("plans", json.loads(kept.read_text("utf-8")))
    assert head == "| command | 10 plans | 30 plans | exponent | measured |"
    assert [row.partition(" | not measured | ")[0] for row in rows] == [
        "| build | 1.0 s, 10 MB | –",
        "| export | 2.0 s, 10 MB | 4.0 s, 10 MB",
    ]


def test_a_size_measured_anew_takes_the_place_of_its_figure_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "roles.json"
    for seconds, sizes in ((1.0, [100, 1_000]), (7.0, [1_000])):
        monkeypatch.setattr(growing, "turns", lambda jobs, _, s=seconds: dict.fromkeys(jobs, Cost(s, 10)))
        growing.measure("roles", kept, 1, sizes, ["check"])
    found = json.loads(kept.read_text("utf-8"))
    assert {size: each["cpu_s"] for size, each in found["check"].items()} == {"100": 1.0, "1000": 7.0}


def test_an_exponent_counts_sizes_at_which_the_start_is_no_more_than_half() -> None:
    sizes = {100: Cost(2.0, 0), 300: Cost(2.3, 0), 1_100: Cost(4.0, 0), 10_100: Cost(22.0, 0)}
    assert exponent(sizes) == "1.00"  # 300 would make it 1.10
    assert exponent(sizes, 1_000) == "1.00"
    assert exponent(sizes, 10_000) == "not measured"
    assert exponent({100: Cost(2.0, 0)}) == "not measured"
    assert exponent({100: Cost(2.0, 0), 1_000: Cost(1.9, 0)}) == "not measured"
    steep = {100: Cost(2.0, 0), 1_100: Cost(4.0, 0), 10_100: Cost(202.0, 0)}
    assert exponent(steep) == "2.00"
