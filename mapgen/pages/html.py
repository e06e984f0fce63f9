"""A page as text: a shell from ``mapgen/web`` with texts, and the blocks that are put into it."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from mapgen.pages import csp
from mapgen.pages.blocks import Block, Data, Notices, Script, Style, Waiting


@cache
def web_text(name: str) -> str:
    """Text of a file below ``mapgen/web``."""
    return files("mapgen").joinpath("web", *name.split("/")).read_text(encoding="utf-8")


def fill(shell: str, blocks: Iterable[Block], tiles: Sequence[str] = (), **parts: str) -> str:
    """Put blocks into a page and the policy that lets them run on top.

    Parameters
    ----------
    shell : str
        File of ``mapgen/web`` with marks such as ``<!--zm:data-->``.
    blocks : iterable of Block
        Licences, styles, data, scripts and those that wait, which go in under these marks. Scripts become
        one block: between two of them a browser may stop to draw a page that is not ready.
    tiles : sequence of str, optional
        Addresses of tiles that the page may load.
    **parts : str
        What replaces further marks. One pass: what is put in is never looked at again.

    Returns
    -------
    str
        HTML.
    """
    given = list(blocks)
    styles = [block for block in given if isinstance(block, Style)]
    waiting = [block for block in given if isinstance(block, Waiting)]
    script = Script(";\n".join(block.text for block in given if isinstance(block, Script)))
    parts |= {
        "csp": csp.meta(
            [script.text, *(each.text for each in waiting)], [style.text for style in styles], tiles
        ),
        "licenses": "".join(block.render() for block in given if isinstance(block, Notices)),
        "styles": "".join(style.render() for style in styles),
        "data": "".join(block.render() for block in given if isinstance(block, Data | Waiting)),
        "scripts": script.render(),
    }
    return re.sub(r"<!--zm:(\w+)-->", lambda mark: parts[mark[1]], web_text(shell))
