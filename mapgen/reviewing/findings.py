"""The findings of a draft in one list, as they are decided one by one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from mapgen.reviewing.draft import Cite, Draft

#: Codes of doubts by kind and place.
_Doubts = Mapping[tuple[str, int, int], list[str]]


def findings(draft: Draft) -> list[dict[str, Any]]:
    """List what can be accepted or rejected.

    Parameters
    ----------
    draft : Draft

    Returns
    -------
    list of dict
        Element by element, each followed by its sides, areas, members and what it passes; then what no
        element has, the layout and the indicators. Each has ``kind``, ``subject`` (the element that it is
        said of, as decisions name it), ``element`` (place of that element in the draft, or None), ``doubts``,
        ``start`` and ``end`` (characters of the text), ``paragraph``, ``heading`` and the values of its kind.
    """
    doubts = _doubts(draft)
    found: list[dict[str, Any]] = []
    inherited = _inherited(draft, doubts)
    for at, element in enumerate(draft.elements):
        own = [code for code in element.doubts if code not in inherited[element.name]]
        known = [*own, *doubts.get(_place("element", element.cite), [])]
        values = {
            "name": element.name, "aliases": element.aliases, "type": element.kind, "tier": element.tier,
            "role": element.role, "parent": element.parent, "doubts": list(dict.fromkeys(known)),
        }  # fmt: skip
        found.append({**_one("element", element.name, at, element.cite, doubts), **values})
        for kind, every in (("side", element.sides), ("area", element.stated)):
            found += [
                {**each.model_dump(exclude={"cite"}), **_one(kind, element.name, at, each.cite, doubts)}
                for each in every
            ]
        for kind, names, cites in (
            ("member", element.members, element.member_cites),
            ("passes", element.passes, element.pass_cites),
        ):
            found += [
                {"value": name, **_one(kind, element.name, at, cite, doubts)}
                for name, cite in zip(names, cites, strict=False)
            ]
    return [*found, *_without(draft, doubts)]


def _without(draft: Draft, doubts: _Doubts) -> Iterator[dict[str, Any]]:
    """What stands for itself, and what the reading could tie to nothing."""
    for each in draft.loose:
        values = each.model_dump(exclude={"cite", "kind"})
        made = {**values, **_one(each.kind, "", None, each.cite, doubts)}
        yield {**made, "doubts": made["doubts"] or ["zone-missing"]}
    for kind, every in (("layout", draft.layouts), ("indicator", draft.indicators)):
        for one in every:
            yield {**one.model_dump(exclude={"cite"}), **_one(kind, "", None, one.cite, doubts)}


def _one(kind: str, subject: str, element: int | None, cite: Cite, doubts: _Doubts) -> dict[str, Any]:
    return {
        "kind": kind, "subject": subject, "element": element,
        "doubts": list(dict.fromkeys(doubts.get(_place(kind, cite), []))),
        "start": cite.start, "end": cite.end, "paragraph": cite.paragraph, "heading": cite.heading,
    }  # fmt: skip


def _place(kind: str, cite: Cite) -> tuple[str, int, int]:
    return kind, cite.start, cite.end


def _doubts(draft: Draft) -> _Doubts:
    by_place: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for each in draft.doubts:
        by_place[_place(each.kind, each.cite)].append(each.code)
    return by_place


def _inherited(draft: Draft, doubts: _Doubts) -> Mapping[str, set[str]]:
    """Codes that elements have from what is said of them, by element: those doubts are decided there."""
    found: dict[str, set[str]] = defaultdict(set)
    for element in draft.elements:
        for kind, every in (("side", element.sides), ("area", element.stated)):
            for each in every:
                found[element.name].update(doubts.get(_place(kind, each.cite), []))
        for name, cite in zip(element.members, element.member_cites, strict=False):
            found[name].update(doubts.get(_place("member", cite), []))
    return found
