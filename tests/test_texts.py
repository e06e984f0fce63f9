"""Every code has a text in both languages, and every text is used."""

import ast
import errno
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
from commands import assert_told, run
from support import ROOT

from layers.features import PYDANTIC
from layers.messages import Message, reason
from mapgen.pages.scripts import ordered
from mapgen.text.loading import FOLDER, LANGUAGES, table
from mapgen.text.texts import MESSAGES, line, sentence
from mapgen.text.words import ATLAS, EMBEDDED, INDEX, OWN, PENDING, REVIEW, TALLY, words

FILES = {path.stem: table(f"messages/{path.stem}") for path in sorted((FOLDER / "messages").glob("*.toml"))}
TEXTS = {code: texts for texts_of_file in FILES.values() for code, texts in texts_of_file.items()}
SOURCES = sorted(path for top in ("geo", "layers", "mapgen") for path in (ROOT / top).rglob("*.py"))

#: Calls that name a code: which argument it is, and what is put before it on its way to a message.
CALLS = {
    "Message": (0, ""),
    "GeoError": (0, ""),
    "GeometryError": (0, ""),
    "Unbuildable": (0, "boundary-"),
    "Defect": (1, "topology-"),
    "wrong": (0, ""),
    "both": (0, ""),
    "told": (0, "help-"),
    "refuse": (0, ""),
    "_refusal": (1, ""),
    "_words": (0, ""),
    "_finding": (1, ""),
    "breach": (2, ""),
}
_ANY = "\0"


def strings(node: ast.AST) -> Iterator[str]:
    """Strings that an expression may be, with a mark where something unknown stands."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else _ANY for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*strings(node.body), *strings(node.orelse))


def named() -> list[tuple[str, str]]:
    """Codes that the sources name, each with where."""
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = node.func if isinstance(node, ast.Call) else None
            called = (
                name.id
                if isinstance(name, ast.Name)
                else name.attr
                if isinstance(name, ast.Attribute)
                else ""
            )
            if called in CALLS and isinstance(node, ast.Call):
                at, prefix = CALLS[called]
                for given in node.args[at : at + 1]:
                    found += [(prefix + code, f"{path.name}:{node.lineno}") for code in strings(given)]
    return found


NAMED = named()


def matching(code: str) -> set[str]:
    """Texts that a code, or a pattern of codes, stands for."""
    pattern = re.compile(re.escape(code).replace(re.escape(_ANY), ".+"))
    return {known for known in TEXTS if pattern.fullmatch(known)}


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_text_says_the_same_in_both_languages(code: str) -> None:
    told = TEXTS[code]
    assert set(told) == set(LANGUAGES)
    fields = {
        language: {name.removesuffix("_en") for _, name, _, _ in Formatter().parse(text) if name}
        for language, text in told.items()
    }
    assert fields["zh"] == fields["en"]
    # Some consist of values and punctuation; a full-width sign is Chinese enough.
    assert re.search("[\u3000-\u9fff\uff00-\uffef“]", told["zh"])
    assert not re.search("[\u3000-\u9fff\uff00-\uffef]", told["en"])
    assert "\n" not in told["zh"] + told["en"]


def test_no_code_has_two_texts() -> None:
    count = Counter(code for texts in FILES.values() for code in texts)
    assert [code for code, times in count.items() if times > 1] == []


def test_every_file_is_read() -> None:
    assert set(MESSAGES) == set(FILES)


@pytest.mark.parametrize(("code", "where"), NAMED, ids=[f"{code} {where}" for code, where in NAMED])
def test_a_code_has_a_text(code: str, where: str) -> None:
    assert matching(code), where


def test_a_code_of_pydantic_has_a_text() -> None:
    assert {f"schema-{kind.replace('_', '-')}" for kind in PYDANTIC} - TEXTS.keys() == set()


def test_every_text_is_used() -> None:
    used = {code for name, _ in NAMED for code in matching(name)}
    # Codes that are chosen first and given afterwards stand as plain strings.
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            used |= {text for text in strings(node) if text in TEXTS}
    used |= {code for code in TEXTS if code.startswith("schema-")}
    assert TEXTS.keys() - used == set()


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 features"), (1, "1 feature"), (2, "2 features"), (np.int64(1), "1 feature")]
)
def test_what_is_counted_stands_in_the_right_number(count: int, said: str) -> None:
    message = Message("ground-there", "a", values={"count": count})
    assert f"a: holds {said}, and" in line(message, "en")
    assert f"已有 {count} 个要素" in line(message, "zh")


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_forms_of_a_counted_word_are_two(code: str) -> None:
    """A text with one form, or three, would break where it is said."""
    forms = [
        spec.split("|") for _, _, spec, _ in Formatter().parse(TEXTS[code]["en"]) if spec and "|" in spec
    ]
    assert all(len(each) == 3 and each[0] == "" and all(each[1:]) for each in forms)
    assert "|" not in "".join(spec or "" for _, _, spec, _ in Formatter().parse(TEXTS[code]["zh"]))


def test_a_message_within_a_message_is_put_into_words() -> None:
    reason = Message("reason-ring")
    message = Message("geometry-broken", "town/zones.geojson", "town.a", {"reason": reason})
    assert line(message, "zh") == f"town/zones.geojson: town.a: {sentence(message, 'zh')}"
    for language in LANGUAGES:
        assert sentence(reason, language) in sentence(message, language)
    several = Message("attribute", values={"field": "a", "reason": (reason, Message("schema-missing"))})
    assert f"{sentence(reason, 'en')} / {sentence(Message('schema-missing'), 'en')}" in sentence(
        several, "en"
    )


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EISDIR, errno.ELOOP])
def test_what_a_system_says_is_said_in_both_languages(number: int) -> None:
    why = reason(OSError(number, os.strerror(number), "a"))
    message = Message("file-unreadable", "a", values={"reason": why})
    assert os.strerror(number) in line(message, "en")
    assert not re.search("[A-Za-z]{3}", sentence(message, "zh"))


def test_what_a_system_seldom_says_is_passed_on() -> None:
    assert reason(OSError(errno.ENOANO, os.strerror(errno.ENOANO))) == os.strerror(errno.ENOANO)


def test_what_is_no_archive_is_said_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(b"PK\3\4 and nothing behind it")
    for language, said in (("zh", "不是 zip 文件，或文件不完整"), ("en", "it is no zip file, or has no end")):
        told = run("read", tmp_path / "plan.docx", "--lang", language)
        assert_told(told, 1)
        assert said in told.stderr


# ---------------------------------------------------------------- the words of the pages

PAGES = {path.stem: table(f"pages/{path.stem}") for path in sorted((FOLDER / "pages").glob("*.toml"))}
WORDS = {key: text for topic in (*ATLAS, *OWN, *INDEX, *TALLY, *REVIEW) for key, text in PAGES[topic].items()}
WEB = ROOT / "mapgen" / "web"


def asked(page: Iterable[Path]) -> set[str]:
    """Keys that scripts and shells ask for in so many words, and patterns of keys that they put together."""
    found = set()
    for path in page:
        source = path.read_text("utf-8")
        found |= set(re.findall(r'(?:\bt|hasText|word|notice)\(\s*"([^"]+)"', source))
        found |= set(re.findall(r'data-t(?:-label|-placeholder)?="([^"]+)"', source))
        for pattern in re.findall(r"(?:\bt|hasText|word|notice)\(\s*`([^`]+)`", source):
            found.add(re.sub(r"\$\{[^}]*\}", _ANY, pattern))
    return found


def shown(pages: Iterable[Path]) -> list[str]:
    return sorted(key for key in asked(pages) if key.strip(_ANY))


def fits(pattern: str, key: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(re.escape(_ANY), ".+"), key) is not None


@pytest.mark.parametrize("key", sorted(WORDS))
def test_a_word_is_there_in_both_languages(key: str) -> None:
    assert set(WORDS[key]) == set(LANGUAGES)
    assert all(text.strip() for text in WORDS[key].values())
    fields = [set(re.findall(r"\{(\w+)\}", text)) for text in WORDS[key].values()]
    assert fields[0] == fields[1]


@pytest.mark.parametrize(
    ("topics", "files"),
    [
        ((*ATLAS, *PENDING), [*WEB.glob("*.js"), *WEB.glob("*.html")]),
        ((*ATLAS, *OWN), [*(WEB / "own").glob("*.js")]),
        (INDEX, [*(WEB / "index").iterdir(), WEB / "i18n.js"]),
        (TALLY, [*(WEB / "tally").iterdir(), WEB / "i18n.js"]),
        (REVIEW, [WEB / name for name in ordered("review/review.js")] + [WEB / "review" / "review.html"]),
        (EMBEDDED, [WEB / name for name in ordered("embed.js")]),
    ],
    ids=["map", "own", "index", "tally", "review", "embedded"],
)
def test_a_word_that_a_page_asks_for_is_there(topics: tuple[str, ...], files: list[Path]) -> None:
    # The page of a review tells doubts in the words of the terminal.
    given = {*words(*topics)["zh"], *(code.replace("reading-doubt-", "doubt.") for code in TEXTS)}
    assert [key for key in shown(files) if not any(fits(key, known) for known in given)] == []


def test_every_word_is_asked_for() -> None:
    sources = [*WEB.rglob("*.js"), *WEB.rglob("*.html"), *(ROOT / "mapgen" / "pages").glob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    patterns = shown(sources)
    unused = [
        key
        for key in WORDS
        if f'"{key}"' not in text and not any(_ANY in pattern and fits(pattern, key) for pattern in patterns)
    ]
    # Keys that scripts put together in more than one step.
    steps = (
        "index.count.",
        "index.basis.count.",
        "index.grade.",
        "known_by.",
        "tiles.",
        "overlay.",
        "review.do.",
    )
    assert [key for key in unused if not key.startswith(steps)] == []


def test_no_word_stands_in_two_topics_of_a_page() -> None:
    for topics in ((*ATLAS, *PENDING, *OWN), INDEX, TALLY, REVIEW):
        keys = [key for topic in topics for key in PAGES[topic]]
        assert len(keys) == len(set(keys))
    assert set(PAGES) == {*ATLAS, *PENDING, *OWN, *INDEX, *TALLY, *REVIEW, "noscript"}


@pytest.mark.parametrize(
    "source", [each["id"] for each in json.loads((WEB / "tiles.json").read_text("utf-8"))]
)
def test_a_tile_source_has_a_name_and_a_credit(source: str) -> None:
    assert {f"tiles.name.{source}", f"tiles.credit.{source}"} <= PAGES["tiles"].keys()
