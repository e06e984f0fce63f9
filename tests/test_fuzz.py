"""Inputs that fuzzing once broke something with, replayed; and that the fuzzing itself can find something."""

import random
import sys
from pathlib import Path

import pytest
from support import within

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))

import targets  # noqa: E402 - needs the path above
from mutations import mutated  # noqa: E402
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
