"""The pages run in the oldest browsers that README promises, as far as a list of features can say."""

from pathlib import Path

import pytest
from floor import RULES, WEB, newer

CASES = [(language, rule) for language in ("css", "js") for rule in RULES[language]["rules"]]


@pytest.mark.parametrize(("language", "rule"), CASES, ids=[rule["example"] for _, rule in CASES])
def test_each_newer_feature_is_found(language: str, rule: dict[str, str]) -> None:
    text = f"a\n{rule['example']}\n"
    assert any(rule["since"] in complaint and line == 2 for line, complaint in newer(text, language))
    assert list(newer(f"/* {rule['example']} */", language)) == []


@pytest.mark.parametrize(
    "path", sorted([*WEB.rglob("*.js"), *WEB.rglob("*.css")]), ids=lambda path: path.name
)
def test_no_page_asks_for_more(path: Path) -> None:
    assert list(newer(path.read_text("utf-8"), path.suffix[1:])) == []
