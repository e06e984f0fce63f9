"""What statements are tied by: a paragraph with its names, and the zone that something is said of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from mapgen.reading.names import Mention
from mapgen.reading.words import Words

_OPEN, _CLOSE = "\uff08", "\uff09"


class Subject(NamedTuple):
    """A zone that something is said of: its name, how it was found, how sure that is, and what is not.

    Attributes
    ----------
    name : str
    start, end : int
        Where the name stands in the paragraph; -1 if it stands in another one.
    rule : str
    score : float
    doubts : tuple of str
    """

    name: str
    start: int
    end: int
    rule: str
    score: float
    doubts: tuple[str, ...] = ()


@dataclass
class Context:
    """What is known of a paragraph when its statements are read.

    Attributes
    ----------
    text : str
    names : list of Mention
        Those of the paragraph.
    head : Subject or None
        The zone at its head, such as an item of a list.
    before : Subject or None
        What the paragraphs before were about.
    taken : list of (int, int)
        Where the names of lines stand that sides follow.
    seen : sequence of str
        Zones named in the paragraphs before.
    """

    text: str
    names: list[Mention]
    words: Words
    head: Subject | None = None
    before: Subject | None = None
    taken: list[tuple[int, int]] = field(default_factory=list)
    seen: Sequence[str] = ()

    @cached_property
    def starts(self) -> list[int]:
        """Where the sentence begins that each letter stands in; one more, for the end of the text."""
        full_stop = self.words.pattern("subjects.patterns.full_stop")
        found, depth, start, outer = [0], 0, 0, 0
        for index, char in enumerate(self.text):
            if char == _OPEN:
                depth, outer = depth + 1, outer if depth else start
            elif char == _CLOSE and depth:
                depth -= 1
                start = start if depth else outer  # what a bracket holds ends no sentence around it
            elif full_stop.match(char):
                start = index + 1
            found.append(start)
        return found

    @cached_property
    def aims(self) -> list[tuple[int, int]]:
        """Where the text says what something is made."""
        return [each.span() for each in self.words.pattern("subjects.patterns.aim").finditer(self.text)]


def sentence_of(context: Context, at: int) -> int:
    """Return where the sentence of a statement begins: behind the last full stop outside of brackets.

    Parameters
    ----------
    context : Context
    at : int
    """
    return context.starts[at]


def is_free(context: Context, name: Mention, start: int = 0) -> bool:
    """Whether a name is neither part of a side nor what something is made.

    Parameters
    ----------
    context : Context
    name : Mention
    start : int
        Where the sentence begins.
    """
    if any(start <= first <= name.start and name.end <= last for first, last in context.aims):
        return False
    return all(name.end <= start or end <= name.start for start, end in context.taken)


def named(name: Mention, rule: str, score: float, *doubts: str) -> Subject:
    """Return a name as a subject.

    Parameters
    ----------
    name : Mention
    rule : str
    score : float
    *doubts : str
    """
    return Subject(name.name, name.start, name.end, rule, score, doubts)
