"""A document as paragraphs under their headings, and findings that cannot be without their place in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mapgen.reading.letters import Letters, lettered


@dataclass(frozen=True)
class Paragraph:
    """What stands between two breaks of a document.

    Attributes
    ----------
    number : int
        From 1, in the order of the text.
    start, end : int
        Where it stands in the raw text, in characters.
    path : tuple of str
        Headings above it, the highest first.
    heading : bool
        Whether it is one itself.
    letters : Letters
        Its text as the rules read it.
    """

    number: int
    start: int
    end: int
    path: tuple[str, ...]
    heading: bool
    letters: Letters

    @property
    def text(self) -> str:
        """The text as the rules read it."""
        return self.letters.text


@dataclass(frozen=True)
class Document:
    """The raw text of a document, with its paragraphs and tables.

    Attributes
    ----------
    name : str
        What messages call it.
    raw : str
        All of its text: of a text file, as it is decoded; of others, paragraphs with a line feed between.
    paragraphs : tuple of Paragraph
    """

    name: str
    raw: str
    paragraphs: tuple[Paragraph, ...]

    @cached_property
    def by_number(self) -> dict[int, Paragraph]:
        """Paragraphs by their number."""
        return {each.number: each for each in self.paragraphs}


@dataclass(frozen=True)
class Place:
    """Where in a document something stands; made by `place`, which quotes the raw text.

    Attributes
    ----------
    heading : str
        Headings above it, with " / " between.
    paragraph : int
    start, end : int
        In characters of the raw text.
    quote : str
        What stands there, letter for letter.
    """

    heading: str
    paragraph: int
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not self.quote or self.end - self.start != len(self.quote):
            raise ValueError("a place needs its words")


def place(document: Document, paragraph: Paragraph, start: int, end: int) -> Place:
    """Return the place of some letters of a paragraph.

    Parameters
    ----------
    document : Document
    paragraph : Paragraph
    start, end : int
        In letters of the paragraph's text.

    Raises
    ------
    ValueError
        If there are no letters.
    """
    at = paragraph.letters.at[start:end]
    if not at:
        raise ValueError("a place needs its words")
    first, last = at[0], at[-1] + 1
    quote = document.raw[first:last]
    return Place(" / ".join(paragraph.path), paragraph.number, first, last, quote)


@dataclass(frozen=True)
class Finding:
    """One thing that a document says, and where.

    Attributes
    ----------
    kind : str
        ``layout``, ``element``, ``area``, ``side``, ``member``, ``passes``, ``indicator``.
    value : mapping of str to object
        What was found, by the keys of its kind.
    subject : str
        Name of the element that it is said of; empty if it stands for itself.
    rule : str
        Which rule found it.
    score : float
        0 to 1: how sure the rule is; not a probability.
    place : Place
    doubts : tuple of str
        Codes of what is not sure.
    """

    kind: str
    value: Mapping[str, object]
    subject: str
    rule: str
    score: float
    place: Place
    doubts: tuple[str, ...] = field(default=())


def paragraph_of(
    raw: str, number: int, spans: Sequence[tuple[int, int]], path: tuple[str, ...], *, heading: bool
) -> Paragraph:
    """Make a paragraph of parts of a raw text.

    Parameters
    ----------
    raw : str
    number : int
    spans : sequence of (int, int)
        More than one where the end of a page lies between.
    path : tuple of str
    heading : bool
    """
    read = [lettered(raw, *span) for span in spans]
    letters = Letters("".join(each.text for each in read), tuple(at for each in read for at in each.at))
    return Paragraph(number, spans[0][0], spans[-1][1], path, heading, letters)
