"""Inputs that fuzzing once broke something with, replayed; and that the fuzzing itself can find something."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import ROOT, within

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))

import targets  # noqa: E402 - needs the path above
from mutations import VALUES, mutated  # noqa: E402
from targets import TARGETS, texts_of  # noqa: E402

CRASHES = sorted(path for path in (FUZZ / "crashes").glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", CRASHES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_once_broke_something_no_longer_does(path: Path) -> None:
    texts_of(path.parent.name)  # exporting the seeds is no part of what is timed
    with within(20):
        TARGETS[path.parent.name](path.read_bytes())


def test_every_kept_input_has_a_target() -> None:
    assert {path.parent.name for path in CRASHES} <= set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_seeds_and_some_mutations_of_them(name: str) -> None:
    texts = texts_of(name)
    assert texts or name in ("atlas", "initials")  # the made-up layers lack these files
    for text in texts[:1]:
        TARGETS[name](text)
        for seed in range(3):
            TARGETS[name](mutated(text, seed))


def test_the_same_seed_makes_the_same_mutations() -> None:
    (text,) = texts_of("zones")
    made = [mutated(text, seed) for seed in range(200)]
    assert made == [mutated(text, seed) for seed in range(200)]
    assert len(set(made)) > 190
    assert text not in made[:50]


def test_no_mutation_changes_what_others_begin_with() -> None:
    """A value that was put in as itself came to hold itself, or what an earlier mutation had left in it."""
    values = json.dumps(VALUES)
    for start in range(0, 20_000, 20):
        text = b"[[], {}, [[1]], [[], []]]"
        for seed in range(start, start + 20):
            text = mutated(text, seed)
        assert json.dumps(VALUES) == values


def test_a_mistake_in_reading_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shows that the targets can fail: a reader with a mistake in it does not survive a few mutations."""

    def mistaken(value: object) -> None:
        if value != {}:
            raise KeyError("coordinates")

    monkeypatch.setattr(targets, "check", lambda *_: mistaken(1))
    with pytest.raises(KeyError):
        TARGETS["zones"](texts_of("zones")[0])
    monkeypatch.setattr(targets, "merge_json", lambda *_: {"area": float("nan")})
    draw = random.Random(1)  # noqa: S311
    with pytest.raises(ValueError, match="not JSON compliant"):
        TARGETS["geojson"](draw.choice(texts_of("geojson")))


#: In the place of atheris: begins to fuzz, with a folder in use, and never ends.
ENDLESS = """
import contextlib, os, sys, tempfile, time

instrument_imports = lambda include: contextlib.nullcontext()
Setup = lambda words, target, custom_mutator: None

def Fuzz():
    open(os.path.join(tempfile.mkdtemp(), "begun"), "w").write(str(os.getpid()))
    time.sleep(300)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that could be caught")
def test_whoever_ends_the_fuzzing_ends_all_of_it(tmp_path: Path) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    (tmp_path / "atheris.py").write_text(ENDLESS, "utf-8")
    words = {"TMPDIR": str(place), "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}
    with subprocess.Popen([sys.executable, FUZZ / "run.py", "zones"], env={**os.environ, **words}) as fuzzing:
        try:
            with within(60):
                while not (begun := [path for path in place.rglob("begun") if path.read_text()]):
                    time.sleep(0.1)
            fuzzer = int(begun[0].read_text())
            fuzzing.terminate()
            assert fuzzing.wait(20) == 128 + signal.SIGTERM
        finally:
            fuzzing.kill()
    with pytest.raises(ProcessLookupError):
        os.kill(fuzzer, 0)
    assert list(place.iterdir()) == []
