"""Scripts and styles of ``mapgen/web``: in which order they stand in a page, and how small.

The first line of a script says which others it needs, such as ``/* needs: core.js geo.js */``; a page
names the one script that starts it, and gets this one after all that it needs.
"""

import re
from collections.abc import Sequence
from functools import cache
from graphlib import TopologicalSorter

from rcssmin import cssmin
from rjsmin import jsmin

from mapgen.pages.html import web_text

_NEEDS = re.compile(r"/\* needs: ([^*]+) \*/\n")


def needs(name: str) -> list[str]:
    """Return the scripts that a script says it needs."""
    found = _NEEDS.match(web_text(name))
    return found[1].split() if found else []


@cache
def ordered(name: str) -> tuple[str, ...]:
    """Return a script's name after the names of all that it needs, each after what it needs itself.

    Raises
    ------
    graphlib.CycleError
        If scripts need each other.
    """
    graph: dict[str, list[str]] = {}
    asked = [name]
    while asked:
        each = asked.pop()
        if each not in graph:
            graph[each] = needs(each)
            asked += graph[each]
    return tuple(TopologicalSorter(graph).static_order())


@cache
def program(name: str, beside: str | None = None) -> str:
    """Return a script with all that it needs in front of it, without comments and blanks.

    Parameters
    ----------
    name : str
    beside : str, optional
        A script that has run before with all that it needs, which is left out.
    """
    there = ordered(beside) if beside else ()
    return str(jsmin(join([each for each in ordered(name) if each not in there])))


@cache
def styles(*names: str) -> str:
    """Return style sheets one after the other, without comments and blanks."""
    return str(cssmin(join(names)))


def join(names: Sequence[str]) -> str:
    """Return files of ``mapgen/web`` one after the other."""
    return "\n".join(map(web_text, names))
