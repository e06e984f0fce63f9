"""Broken layers of every kind: each told by file, feature, reason and mend, in one line, all at once."""

import json
import shutil
from pathlib import Path

import pytest
from broken import BASELINES, CASES, NODES, PLAN, Case
from hypothesis import given
from hypothesis import strategies as st
from support import GRID, as_nobody, atlas_of, copy_of_grid, problems_of, put, texts, within

from layers.files import read_files
from layers.messages import LayerError, Message
from layers.reading import parse_json
from mapgen.text.loading import LANGUAGES, table
from mapgen.text.texts import line, one_line, sentence


def test_the_layers_are_sound_before_they_are_broken(grid: Path) -> None:
    assert problems_of(grid) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken(case: Case, grid: Path) -> None:
    case.breaking(grid)
    with within(120):
        problems = problems_of(grid)
    assert sorted((p.file, p.feature, p.code) for p in problems) == sorted(case.told)
    for problem in problems:
        for language in LANGUAGES:
            said = line(problem, language)
            assert said.splitlines() == [said]
            assert len(said) < 21_000
            assert said.startswith(one_line(problem.file))
            assert one_line(problem.feature[:300]) in said  # a longer one is shortened
            # Reason and mend: two clauses, in the language that was asked for.
            assert ("；" in said) if language == "zh" else (";" in said or ": " in said)


def codes(folder: Path) -> set[str]:
    return {problem.code for problem in problems_of(folder)}


def test_every_message_of_reading_is_tried() -> None:
    tried = {code for case in CASES for _, _, code in case.told}
    # Tried elsewhere: test_catalog and test_cli (folders, plans), test_boundary, test_rules, test_initials
    # test_description, test_indicators_broken, test_relations and test_attributes.
    elsewhere = {"folder-missing", "no-plans", "plan-unknown", "boundary-no-sides", "boundary-ambiguous"}
    elsewhere |= {"initials", "atlas-unstated", "tables-missing", "table-duplicate", "number-duplicate"}
    elsewhere |= {"holder-elsewhere", "reference-listed", "term-unknown", "unit-unknown"}
    elsewhere |= {"indicator-unit", "topic-unknown", "topic-duplicate", "topic-unit", "relation"}
    # And test_baseline, test_bank and test_same.
    elsewhere |= {"supersedes-unknown", "supersedes-loop"}
    elsewhere |= {"alternative-unbuilt", "reference-alternative", "reference-no-baseline"}
    elsewhere |= {"reference-no-line", "side-alternative", "bank-broken", "reference-bank"}
    assert set(table("messages/layers")) - tried - elsewhere == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_in_messages_are_never_templates(language: str) -> None:
    told = sentence(Message("not-toml", values={"reason": "{0} {reason.__class__} {{9**14}}"}), language)
    assert "{0} {reason.__class__} {{9**14}}" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\nb", "a\\nb"),
        ("\u202eabc", "\\u202eabc"),
        ("\u200b", "\\u200b"),
        ("\ud800", "\\ud800"),
        ("\x1b[31m", "\\x1b[31m"),
        ("中　文 ok", "中　文 ok"),
        ("\u2028", "\\u2028"),
        ("\x00", "\\x00"),
    ],
)
def test_one_line(text: str, told: str) -> None:
    assert one_line(text) == told


@given(st.text())
def test_any_text_is_one_line(text: str) -> None:
    told = line(Message("not-toml", "f", text, {"reason": text}), "en")
    assert len(told.splitlines()) == 1
    assert told.isprintable() or "\u3000" in told
    told.encode("utf-8")


def test_the_place_of_a_mistake() -> None:
    with pytest.raises(LayerError) as caught:
        parse_json('{\n "a": 1,\n "b" 2\n}', "x.json")
    (problem,) = caught.value.messages
    assert (problem.values["line"], problem.values["column"]) == (3, 6)
    with pytest.raises(LayerError) as caught:
        parse_json('{\n "a": NaN}', "x.json")
    assert (caught.value.messages[0].values["line"], caught.value.messages[0].values["column"]) == (2, 7)
    with pytest.raises(LayerError, match=r"duplicate-key\(key=b\)"):
        parse_json('{"a": {"b": 1, "b": 2}}', "x.json")


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**15), 10**15)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
        ),
        max_leaves=20,
    )
)
def test_sound_json_is_read_as_it_is(value: object) -> None:
    assert parse_json(json.dumps(value), "x") == value
    assert parse_json(json.dumps(value, ensure_ascii=False), "x") == value


@given(st.text(max_size=200))
def test_any_text_is_json_or_a_problem(text: str) -> None:
    try:
        parse_json(text, "x")
    except LayerError as error:
        assert len(error.messages) == 1  # noqa: PT017 - it need not be raised


@given(st.binary(max_size=200))
def test_any_bytes_are_a_file_or_a_problem(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "atlas.toml"
    path.write_bytes(content)
    files = read_files(path.parent)
    for read in (files.json, files.toml, files.text):
        try:
            read(path.name)
        except LayerError as error:
            assert len(error.messages) == 1  # noqa: PT017 - it need not be raised


@given(texts(min_size=1, max_size=40))
def test_any_name_survives_reading(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-name"
    shutil.copytree(GRID, folder, dirs_exist_ok=True)
    put(folder, "town/zones", "town.north", name=name, note=name, cite=name)
    record = atlas_of(folder).elements["town.north"].entry.record
    assert (record.name, record.note, record.cite) == (name, name, name)


@pytest.mark.parametrize(
    ("shut", "file"),
    [(NODES, NODES), (PLAN, PLAN), (BASELINES, BASELINES), ("town", "town"), ("", "")],
    ids=["nodes", "plan", "baselines", "a plan's folder", "the folder"],
)
def test_no_permission(shut: str, file: str, open_folder: Path) -> None:
    folder = copy_of_grid(open_folder / "layers")
    (folder / shut).chmod(0)
    with as_nobody():
        problems = problems_of(folder)
    (folder / shut).chmod(0o755)
    assert [(p.file, p.code) for p in problems] == [(file or str(folder), "file-unreadable")]
    assert problems_of(folder) == []
