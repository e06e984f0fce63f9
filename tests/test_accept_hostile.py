"""Drafts, decisions and located lines of strangers: layers that load, or a line that says what is wrong."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from commands import assert_told, run
from drafted import (
    accepted,
    all_of,
    area,
    cite,
    decision,
    draft,
    element,
    line,
    place,
    records,
    save,
    side,
    sides_of,
    square,
)
from hypothesis import given
from hypothesis import strategies as st

from layers.assemble import assemble
from layers.catalog import load
from layers.messages import LayerError
from mapgen.accepting.accept import accept
from mapgen.accepting.decisions import read_decisions
from mapgen.accepting.draft import read_draft
from mapgen.accepting.found import read_located
from mapgen.authoring.store import store

ONE = draft([element("梅坞园", sides_of(0, 0))])


def whole(*decisions: Any, **more: Any) -> dict[str, Any]:
    return {"format": "zonemap decisions", "version": 1, "source": "a", "decisions": list(decisions), **more}


TAKEN = decision("element", "梅坞园", "梅坞园")
NORTH = decision("side", "N横2路", "梅坞园", side="N", part=1)
WRONG = {
    "no object": [],
    "another format": {"format": "zonemap draft", "version": 1, "decisions": []},
    "a later version": whole(version=2),
    "an unknown key": whole(TAKEN | {"colour": "red"}),
    "an unknown kind": whole(TAKEN | {"kind": "road"}),
    "no verdict": whole({"kind": "element", "quote": "梅坞园", "subject": "梅坞园"}),
    "a name that is none": whole(TAKEN | {"name": "NaN"}),
    "a garbled name": whole(TAKEN | {"name": "梅\ufffd园"}),
    "an endless name": whole(TAKEN | {"name": "园" * 301}),
    "a point in degrees of another order": whole(TAKEN | {"point": [22.5, 113.5]}),
    "a point in the ocean": whole(TAKEN | {"point": [0, 0]}),
    "a point of three numbers": whole(TAKEN | {"point": [113.5, 22.5, 3]}),
    "a text for a number": whole(TAKEN | {"point": place(0, 0), "accuracy_m": "10"}),
    "no accuracy": whole(TAKEN | {"point": place(0, 0), "accuracy_m": 0}),
    "a line of one place": whole(NORTH | {"line": [place(0, 0)]}),
    "a line without length": whole(NORTH | {"line": [place(0, 0), place(0, 0)]}),
    "a line that crosses itself": whole(
        NORTH | {"line": [place(*at) for at in ((0, 0), (2, 2), (2, 0), (0, 2))]}
    ),
    "a part of zero and a half": whole(NORTH | {"part": 1.5}),
    "two that contradict each other": whole(TAKEN, TAKEN | {"verdict": "reject"}),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_decisions_are_told_in_a_line(what: str, tmp_path: Path) -> None:
    file, given_ = save(tmp_path / "draft.json", ONE), save(tmp_path / "d.json", WRONG[what])
    layers = tmp_path / "layers"
    result = run("accept", file, "--decisions", given_, "--plan", "meiwu", "--layers", layers)
    assert result.exit_code == 2
    assert all(each.startswith("zonemap: ") for each in result.stderr.splitlines())
    assert 0 < len(result.stderr.splitlines()) <= 2
    assert not layers.exists()


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "",
            "{",
            "[]",
            '{"elements": 1}',
            '{"elements": [{"name": "a"}]}',
            '{"elements": [], "elements": []}',
        ),
        '{"elements": [{"name": "a", "kind": "zone", "tier": "A", "stated": [{"km2": NaN}]}]}',
        '{"elements": [{"name": "a", "kind": "zone", "tier": "A", "sides": [{"side": "X", "name": "b"}]}]}',
    ],
)
def test_what_is_no_draft(raw: str, tmp_path: Path) -> None:
    (tmp_path / "draft.json").write_text(raw, "utf-8")
    words = ("--all-of-tier", "A", "--plan", "meiwu", "--layers", tmp_path / "layers")
    result = run("accept", tmp_path / "draft.json", *words)
    assert result.exit_code == 2
    assert all(each.startswith("zonemap: ") for each in result.stderr.splitlines())
    assert not (tmp_path / "layers").exists()


@pytest.mark.parametrize(
    "features",
    [
        [{"type": "Feature"}],
        [line("梅坞园", "N", "横2路", [(0, 0), (1, 1)], accuracy_m=-1)],
        [line("梅坞园", "X", "横2路", [(0, 0), (1, 1)])],
        [line("梅坞园", "N", "横2路", []) | {"geometry": {"type": "LineString", "coordinates": [[1, 2]]}}],
        [line("梅坞园", "N", "横2路", []) | {"geometry": {"type": "Point", "coordinates": [113, 22]}}],
        [
            line("梅坞园", "N", "横2路", [])
            | {"geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}}
        ],
    ],
)
def test_what_was_never_located(features: list[dict[str, Any]], tmp_path: Path) -> None:
    assert_told(accepted(tmp_path, ONE, all_of(ONE), features), 1)
    assert not (tmp_path / "layers").exists()


# ---------------------------------------------------------------- any draft, any decisions

NAMES = st.sampled_from(
    [
        *(
            "甲园",
            "乙园",
            "甲园 ",
            "丙轴",
            "<script>alert(1)</script>",
            "{{ 7*7 }}",
            "NaN",
            "园\n区",
            "\u202e反园",
        ),
        *(
            "é",
            "😀",
            "－",
            "1",
            "''' \"\\",
            "\x7f",
            "a" * 300,
            "梅\ufffd园",
            "﹏",
            "con",
            "一" * 200,
            "../..",
        ),
    ]
)
ROADS = st.sampled_from(["纵0路", "纵2路", "横0路", "横2路", "<b>路", "路\x00"])
CITES = st.builds(cite, NAMES, NAMES, st.integers(0, 9))
WAYS, BESIDE = st.sampled_from(["N", "E", "S", "W", "ring"]), st.sampled_from([None, 0, 50])
SIDES = st.builds(
    lambda way, name, part, offset, quote: side(way, name, part=part, offset_m=offset, cite=quote),
    WAYS,
    ROADS,
    st.integers(1, 3),
    BESIDE,
    CITES,
)
SQUARE = st.just(sides_of(0, 0))
ELEMENTS = st.builds(
    lambda name, sides, more: element(name, sides, **more),
    NAMES,
    st.one_of(st.lists(SIDES, max_size=5), SQUARE),
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["zone", "axis", "node"]), "tier": st.sampled_from(["A", "B"]),
            "role": st.none() | NAMES, "parent": st.none() | NAMES, "members": st.lists(NAMES, max_size=3),
            "passes": st.lists(NAMES, max_size=3), "aliases": st.lists(NAMES, max_size=2), "cite": CITES,
            "stated": st.lists(st.builds(area, st.sampled_from([1e-9, 0.5, 4.4, 9e6])), max_size=2),
        }
    ),
)  # fmt: skip
PHRASES = st.sampled_from([None, "一核两园", "1133", "<b>", "一轴一轴一轴", "园", "多点"])
DRAFTS = st.builds(draft, st.lists(ELEMENTS, min_size=1, max_size=6), PHRASES)
PLACES = st.builds(place, st.sampled_from([-1, 0, 1, 2, 3]), st.sampled_from([-1, 0, 1, 2, 3]))
WISHES = st.fixed_dictionaries(
    {},
    optional={
        "verdict": st.sampled_from(["accept", "reject"]),
        "name": st.sampled_from(["甲园", "丁园", "<b>"]),
        "into": st.sampled_from(["甲园", "乙园", "丁园", "é"]),
        "parent": NAMES,
        "role": st.sampled_from(["一核", "园"]),
        "point": PLACES,
        "zone": st.sampled_from(["甲园", "乙园"]),
        "line": st.sampled_from([[place(-1, 2), place(3, 2)], [place(0, -1), place(0, 3)]]),
    },
)


@given(DRAFTS, st.data(), st.booleans(), st.booleans())
def test_whatever_is_accepted_loads_and_assembles(
    made: dict[str, Any], data: st.DataObject, unseen: bool, located: bool
) -> None:
    keys = {json.dumps(each, sort_keys=True): each for each in all_of(made)}
    told = [each | data.draw(WISHES) for each in keys.values()]
    names = ["甲园", "乙园"] if located else []
    features = [each for name in names for each in square(name, 0, 0)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        read = read_draft(save(folder / "draft.json", made))
        found = read_located(save(folder / "f.json", {"type": "FeatureCollection", "features": features}))
        try:
            decided = read_decisions(save(folder / "d.json", whole(*told)))
            result = accept(
                folder / "layers", "meiwu", read, decided, found, "a", unseen=unseen, replace=False
            )
        except LayerError as error:
            # Wrong decisions, or none that accepts: what is accepted loads.
            codes = {message.code for message in error.messages}
        else:
            codes = {"accept-nothing"}
            store(folder / "layers", result.files, result.before)
            catalog = assemble(load(folder / "layers")).catalog
            assert 0 < len(catalog.entries) <= len(made["elements"])
            again = accept(folder / "layers", "meiwu", read, decided, found, "a", unseen=unseen, replace=True)
            assert {name: result.files[name] for name in again.files} == again.files
        assert codes & {"accept-nothing", "accept-decisions", "accept-twice"}


@pytest.mark.parametrize("name", ["梅\n园", "梅\u202e园", "\u2066梅园", "梅\u2028园", "梅\t园"])
def test_a_name_is_one_line_that_looks_as_it_is_written(name: str, tmp_path: Path) -> None:
    two = draft([element("梅坞园", sides_of(0, 0)), element("兰坞园", sides_of(2, 0))])
    told = [each | ({"name": name} if each == TAKEN else {}) for each in all_of(two)]
    result = accepted(tmp_path, two, told, (), "--lang", "en")
    assert result.exit_code == 0
    assert "cannot be a name and is left out" in result.stderr
    assert [*records(tmp_path, "zones")] == ["兰坞园"]


def test_places_in_decisions_are_counted_from_one(tmp_path: Path) -> None:
    for wrong in (TAKEN | {"point": [0, 0]}, NORTH | {"verdict": "reject"}):
        told = whole(TAKEN, NORTH, wrong)
        given_ = save(tmp_path / "d.json", told)
        result = run("accept", save(tmp_path / "draft.json", ONE), "--decisions", given_, "--plan", "meiwu")
        assert_told(result, 1)
        assert "decisions #3" in result.stderr
