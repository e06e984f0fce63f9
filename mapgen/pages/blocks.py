"""Blocks of a page that stand in it as they are: branca never reads them as templates.

branca renders the text that it is given as a jinja template, twice. A block is an element of branca
whose ``render`` returns its text, so whatever is in it stays what it is.
"""

import json
import re

from branca.element import Element

from mapgen.text.licensing import licences

# What could end or split a data block, and lone surrogates, which UTF-8 cannot hold.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")

_ENDS_COMMENT = re.compile("--!?>|<!--")


class Block(Element):
    """An inline element of HTML with its content.

    Parameters
    ----------
    text : str
        What stands between the two tags.
    """

    tag = ""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: object) -> str:
        """Return the element as it stands in the page."""
        return f"<{self.tag}>{self.text}</{self.tag}>\n"


class Plain(Block):
    """Text among other text, such as a statement among those of a script."""

    def render(self, **_: object) -> str:
        """Return the text as it is."""
        return f"{self.text}\n"


class Script(Block):
    """A script that runs."""

    tag = "script"


class Waiting(Block):
    """A script that waits in the page as text until another one runs it; opening does not read it.

    Parameters
    ----------
    name : str
        Id of the block, one of ours.
    text : str
        The script.

    Raises
    ------
    ValueError
        If the text would end the block that holds it.
    """

    def __init__(self, name: str, text: str) -> None:
        if "</script" in text.lower() or "<!--" in text:
            raise ValueError(f"{name} would end the block that holds it")
        super().__init__(text)
        self.name = name

    def render(self, **_: object) -> str:
        """Return the block, which no browser runs by itself."""
        return f'<script type="text/plain" id="{self.name}">{self.text}</script>\n'


class Style(Block):
    """A style sheet."""

    tag = "style"


class Notices(Block):
    """Licences of what stands in a page, as a comment: whoever gets the page gets them with it.

    Parameters
    ----------
    *keys : str
        As `mapgen.text.licensing.licences` has them.

    Raises
    ------
    ValueError
        If a text would end the comment.
    """

    def __init__(self, *keys: str) -> None:
        texts = [f"{each.name} · {each.spdx}\n\n{each.text}" for each in map(licences().__getitem__, keys)]
        super().__init__("\n\n\n".join(texts))
        if _ENDS_COMMENT.search(self.text):
            raise ValueError(f"a licence text among {', '.join(keys)} would end the comment that holds it")

    def render(self, **_: object) -> str:
        """Return the comment."""
        return f"<!--\n{self.text}\n-->\n"


class Data(Block):
    """JSON that nothing in it can end: no ``<``, ``>`` or ``&`` is left in it.

    Parameters
    ----------
    name : str
        Id of the block, one of ours.
    value : object
        JSON values only; its strings may be hostile.

    Raises
    ------
    ValueError
        If a number is not finite.
    """

    def __init__(self, name: str, value: object) -> None:
        try:
            text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        except ValueError as error:
            msg = f"{name} holds a number that is not finite: correct the layer that it comes from"
            raise ValueError(msg) from error
        super().__init__(_UNSAFE.sub(lambda character: f"\\u{ord(character[0]):04x}", text))
        self.name = name

    def render(self, **_: object) -> str:
        """Return the block, which no browser runs."""
        return f'<script type="application/json" id="{self.name}">{self.text}</script>\n'
