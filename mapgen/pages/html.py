"""The parts of an HTML page: files of ``mapgen/web``, inline blocks, and data that no template ever sees."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from mapgen.pages import csp

LANGUAGES = ("zh", "en")

# What could end or split a data block, and lone surrogates, which UTF-8 cannot hold.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


@cache
def web_text(name: str) -> str:
    """Text of a file below ``mapgen/web``."""
    return files("mapgen").joinpath("web", *name.split("/")).read_text(encoding="utf-8")


def texts(*names: str) -> dict[str, dict[str, str]]:
    """Interface texts by language; later files add to earlier ones.

    Parameters
    ----------
    *names : str
        Such as "" for ``zh.json`` and ``en.json``, or "index." for ``index.zh.json``.
    """
    return {
        language: {
            key: text
            for name in names
            for key, text in json.loads(web_text(f"text/{name}{language}.json")).items()
        }
        for language in LANGUAGES
    }


def join(names: Sequence[str]) -> str:
    """Files of ``mapgen/web`` one after the other, each under its name."""
    return "\n".join(f"/* {name} */\n{web_text(name)}" for name in names)


def script_block(text: str) -> str:
    """Inline script."""
    return f"<script>\n{text}\n</script>\n"


def style_block(text: str) -> str:
    """Inline style."""
    return f"<style>\n{text}\n</style>\n"


def data_block(name: str, value: object) -> str:
    """JSON block that nothing in it can end: no ``<``, ``>`` or ``&`` is left in it.

    Parameters
    ----------
    name : str
        Id of the block.
    value : object
        JSON values only.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        msg = f"{name} holds a number that is not finite: mend the layer that it comes from"
        raise ValueError(msg) from error
    text = _UNSAFE.sub(lambda character: f"\\u{ord(character[0]):04x}", text)
    return f'<script type="application/json" id="{name}">{text}</script>\n'


def fill(template: str, parts: Mapping[str, Any], tiles: Sequence[str] = ()) -> str:
    """Put parts into a page and its security policy on top.

    Parameters
    ----------
    template : str
        File of ``mapgen/web`` with marks such as ``<!--zm:data-->``.
    parts : mapping of str to str
        What replaces each mark. One pass: what is put in is never looked at again.
    tiles : sequence of str, optional
        Addresses of tiles that the page may load.

    Returns
    -------
    str
        HTML.
    """
    page = re.sub(r"<!--zm:(\w+)-->", lambda mark: parts.get(mark[1], mark[0]), web_text(template))
    policy = csp.policy(page, tiles)
    return page.replace("<!--zm:csp-->", f'<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)
