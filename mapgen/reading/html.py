"""Words of .html: what a reader sees of it, a line for each block; nothing is fetched."""

import re
from collections.abc import Iterator
from typing import Any

from mapgen.reading.opening import Lines, broken, missing

_SILENT = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "iframe",
    "object",
    "svg",
    "select",
    "button",
    "nav",
}
_BLOCKS = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
    ),
    *(
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
    ),
    *("pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
_LEVEL = re.compile(r"h([1-6])")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLANK = re.compile(r"\s+")


def lines_of(text: str) -> Lines:
    """Read the lines of a page.

    Parameters
    ----------
    text : str

    Raises
    ------
    LayerError
        If it is no page, or a package is missing.
    """
    try:
        from lxml import etree
    except ImportError:
        raise missing("lxml") from None
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken("", error) from None
    # What is nested too deep ends the page for the parser: the rest would be lost without a word.
    cut = next((each for each in parser.error_log if each.type_name == "ERR_RESOURCE_LIMIT"), None)
    if cut is not None:
        raise broken("", ValueError(cut.message))
    lines: list[tuple[list[str], int]] = [([], 0)]
    for word, level, breaks in _walk(root) if root is not None else ():
        if breaks:
            lines.append(([], level))
        if word:
            lines[-1][0].append(word)
    kept = [(_BLANK.sub(" ", "".join(words)).strip(), level) for words, level in lines]
    return Lines([line for line, _ in kept if line], [level for line, level in kept if line])


def _walk(root: Any) -> Iterator[tuple[str, int, bool]]:
    """Texts with the level of the heading that they stand in, and whether a line begins."""
    stack: list[tuple[Any, int, bool]] = [(root, 0, False)]
    while stack:
        node, level, leaving = stack.pop()
        if leaving:
            block = isinstance(node.tag, str) and node.tag in _BLOCKS
            yield node.tail or "", level, block
            continue
        if not isinstance(node.tag, str) or node.tag in _SILENT:
            stack.append((node, level, True))
            continue
        found = _LEVEL.fullmatch(node.tag)
        inner = int(found[1]) if found else level
        stack.append((node, level, True))
        yield node.text or "", inner, node.tag in _BLOCKS
        stack.extend((child, inner, False) for child in reversed(node))
