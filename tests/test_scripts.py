"""What scripts say they need is what they use, and pages get them in this order."""

from __future__ import annotations

import re
from graphlib import CycleError
from pathlib import Path

import pytest
from sample_page import ROOTS

from mapgen.pages import html, scripts

WEB = Path(html.__file__).parents[1] / "web"
NAMES = sorted(path.relative_to(WEB).as_posix() for path in WEB.rglob("*.js"))


def code(name: str) -> str:
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", (WEB / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def of_core() -> set[str]:
    """Names that `core.js` gives: the object that it returns."""
    returned = re.search(r"\n  return \{\n(.*?)\n  \};\n\}\)\(\);", code("core.js"), re.DOTALL)
    assert returned
    return set(re.findall(r"^    (\w+)(?=[:,])", returned[1], re.MULTILINE))


def made(name: str) -> set[str]:
    """Names of ZM that a script makes."""
    return of_core() if name == "core.js" else set(re.findall(r"\bZM\.(\w+) = ", code(name))) - of_core()


def foreign(name: str) -> set[str]:
    """Names of ZM that a script uses and does not make; whoever uses ZM at all uses what `core.js` gives."""
    text = code(name)
    return (set(re.findall(r"\bZM\.(\w+)", text)) | ({"make"} if "ZM" in text else set())) - made(name)


@pytest.mark.parametrize("root", ROOTS)
def test_a_page_makes_no_name_twice(root: str) -> None:
    names = [name for script in scripts.ordered(root) for name in made(script)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", NAMES)
def test_a_script_says_what_it_needs(name: str) -> None:
    if name == "core.js":
        assert scripts.needs(name) == []
        return
    (root,) = [root for root in ROOTS if name in scripts.ordered(root)][:1]
    makers = {word: script for script in scripts.ordered(root) for word in made(script)}
    unmade = foreign(name) - set(makers)
    assert not unmade, f"{name} uses {unmade}, which no script of its page makes"
    wanted = {makers[word] for word in foreign(name)}
    # A script that makes nothing that others use is needed for what it does.
    deeds = {each for each in scripts.needs(name) if not any(made(each) & foreign(other) for other in NAMES)}
    line = f"/* needs: {' '.join(sorted(wanted | deeds))} */"
    assert sorted(scripts.needs(name)) == sorted(wanted | deeds), f"{name} must begin with {line}"


def test_every_script_is_in_a_page() -> None:
    assert {name for root in ROOTS for name in scripts.ordered(root)} == set(NAMES)


@pytest.mark.parametrize("root", ROOTS)
def test_a_script_comes_after_all_that_it_needs(root: str) -> None:
    order = scripts.ordered(root)
    assert order[-1] == root
    for place, name in enumerate(order):
        assert set(scripts.needs(name)) <= set(order[:place]), name


def test_scripts_that_need_each_other_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"one.js": "/* needs: two.js */\n", "two.js": "/* needs: one.js */\n"}
    monkeypatch.setattr(scripts, "web_text", files.__getitem__)
    with pytest.raises(CycleError):
        scripts.ordered("one.js")
