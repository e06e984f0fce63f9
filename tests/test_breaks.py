"""Words of names: a map breaks a Chinese name between them only, and never at a bracket."""

import tomllib
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.catalog import DEFAULT, Catalog
from mapgen.text.breaks import lengths, words_of

KNOWN = tomllib.loads((DEFAULT / "vocabulary.toml").read_text("utf-8"))["words"]


@pytest.mark.parametrize(
    "words",
    [
        "广州/人工智能/与数字/经济/试验区/（鱼珠/片区）",
        "庆盛/产教融合/数字/创新/示范区",
        "粤港澳/大湾区/生命/健康/产业/创新区",
        "极端/海洋/动态/过程/多尺度/自主/观测/科考/设施",
        "石牌-/五山-/龙洞/高校/聚集区",
        "广深/“双城”/联动/先行/示范区",
        "保利·/1918 /智能网联/产业园",
    ],
)
def test_names_are_cut_between_words(words: str) -> None:
    assert words_of(words.replace("/", ""), KNOWN) == words.split("/")


def test_words_of_the_vocabulary_are_kept_together() -> None:
    assert words_of("前海蛇口自贸片区") != ["前海", "蛇口", "自贸", "片区"]
    assert words_of("前海蛇口自贸片区", KNOWN) == ["前海", "蛇口", "自贸", "片区"]


def test_every_word_of_the_vocabulary_is_in_a_name(own_catalog: Catalog) -> None:
    names = [entry.record.name for entry in own_catalog.entries.values()]
    for word in KNOWN:
        assert any(word in name for name in names), word


@given(st.text(st.sampled_from("广州科学城区（）“”、·-AB 1与\U0002a6a5"), min_size=6, max_size=90))
def test_lengths_make_up_the_name_and_no_bracket_is_left_alone(name: str) -> None:
    digits = lengths(name)
    if not digits:
        return
    ends = list(accumulate(int(digit, 36) for digit in digits))
    assert ends[-1] == len(name)
    for end in ends[:-1]:
        assert name[end - 1] not in "（“"
        assert name[end] not in "）”、·"


@pytest.mark.parametrize("name", ["", "知识城", "Science City of Nansha", "科学岛一二"])
def test_short_names_and_those_with_spaces_have_no_lengths(name: str) -> None:
    assert lengths(name) == ""


def test_a_word_longer_than_any_row_has_several_digits() -> None:
    assert lengths("（" * 80) == "zza"
