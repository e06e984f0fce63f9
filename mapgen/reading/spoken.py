"""Where the names stand of what sides and areas are said of, if nothing else has found them as elements."""

from collections.abc import Iterable, Iterator

from mapgen.reading.document import Document, Finding, Place, place
from mapgen.reading.names import bare, kind_of
from mapgen.reading.words import Words


def spoken_of(document: Document, found: Iterable[Finding], words: Words) -> Iterator[Finding]:
    """Find the names of zones that only a side or an area has told.

    Without them the zone would be cited by the words of its first side, and a reader be shown a road.

    Parameters
    ----------
    document : Document
    found : iterable of Finding
        All others.
    words : Words

    Yields
    ------
    Finding
        An element of tier A for each name that the text has; none where it is put together from several.
    """
    every = list(found)
    have = {bare(str(each.value["name"])) for each in every if each.kind in ("element", "alias")}
    for each in every:
        if each.kind in ("side", "area") and each.subject and bare(each.subject) not in have:
            have.add(bare(each.subject))
            if (where := _nearest(document, each.subject, each.place)) is not None:
                value = {
                    "name": each.subject,
                    "kind": kind_of(each.subject, words),
                    "role": None,
                    "tier": "A",
                }
                yield Finding("element", value, each.subject, "element-spoken", each.score, where)


def _nearest(document: Document, name: str, said: Place) -> Place | None:
    """The last place of a name before what is said of it; else the first behind."""
    at = next(i for i, each in enumerate(document.paragraphs) if each.number == said.paragraph)
    own = document.paragraphs[at]
    before = sum(raw < said.start for raw in own.letters.at)
    if (start := own.text.rfind(name, 0, before)) >= 0:
        return place(document, own, start, start + len(name))
    for each in reversed(document.paragraphs[:at]):
        if (start := each.text.rfind(name)) >= 0:
            return place(document, each, start, start + len(name))
    for each in document.paragraphs[at:]:
        if (start := each.text.find(name)) >= 0:
            return place(document, each, start, start + len(name))
    return None
