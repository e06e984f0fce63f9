"""Problems with the layers: what is wrong, where, and how to mend it, in one line."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")


@cache
def _messages() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "messages.toml").read_text("utf-8"))


def message(code: str, values: Mapping[str, object], language: str) -> str:
    """Fill a message of ``messages.toml``.

    Parameters
    ----------
    code : str
        Table in the file.
    values : mapping of str to object
        What stands in the message's braces; text is inserted as it is, never interpreted.
    language : {"zh", "en"}

    Returns
    -------
    str
        One line: control characters in values come out escaped.
    """
    return one_line(_messages()[code][language].format_map(values))


def one_line(text: str) -> str:
    """Escape what would break a line or hide text on a terminal."""
    return "".join(
        char
        if char.isprintable() or char == "\u3000"
        else char.encode("unicode_escape", "replace").decode("ascii")
        for char in text
    )


@dataclass(frozen=True)
class Problem:
    """One thing that must be mended before anything is built.

    Attributes
    ----------
    file : str
        The file it stands in, relative to the layers folder where that is possible.
    feature : str
        Id, or the place in the file; empty if the file as a whole is meant.
    code : str
        Table in ``messages.toml``.
    values : dict
    """

    file: str
    feature: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Say it in one line: file, feature, reason and mend."""
        where = f"{self.file}: {self.feature}" if self.feature else self.file
        return f"{one_line(where)}: {message(self.code, self.values, language)}"


class LayerError(ValueError):
    """The layers cannot be used as they are.

    Attributes
    ----------
    problems : list of Problem
        All that were found, not the first only.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(problem.text("en") for problem in problems))
