"""Decisions followed: which elements there are, which are one, and what is part of what."""

from collections import Counter
from collections.abc import Iterator, Mapping

from layers.messages import Message
from layers.references import MAX_DEPTH
from mapgen.accepting.chosen import Choice, Chosen, short
from mapgen.accepting.decisions import Decision
from mapgen.accepting.draft import Draft, Finding
from mapgen.accepting.following import Following, Names
from mapgen.accepting.matching import Matched

#: What a decision may wish for by the kind of its finding; an axis may have a line as well.
_FINDINGS = frozenset({"zone"})
_WISHES: Mapping[str, frozenset[str]] = {
    "element": frozenset({"name", "into", "role", "parent", "point", "accuracy_m"}),
    "side": frozenset({"zone", "line", "accuracy_m"}),
    "layout": frozenset(),
    "indicator": frozenset(),
}
_EVERY = frozenset.union(_FINDINGS, *_WISHES.values())


def choose(draft: Draft, findings: list[Finding], matched: Matched, *, unseen: bool) -> Choice:
    """Follow decisions.

    Parameters
    ----------
    draft : Draft
    findings : list of Finding
        All of the draft.
    matched : Matched
    unseen : bool
        Whether elements of tier A, and what the text says of them, are taken without a decision.

    Returns
    -------
    Choice
    """
    chosen = Choice([])
    names, decided = Names(draft), matched.decided
    taken = {each: _verdict(each, decided, draft, unseen=unseen) for each in findings}
    chosen.undecided = Counter(each.kind for each in findings if each not in decided and not taken[each])
    chosen.remarks += [_lost(each) for each in matched.lost]
    chosen.remarks += _idle(draft, decided)
    own = {each.element: each for each in findings if each.kind == "element"}
    made: dict[int, Chosen] = {}
    for at, one in enumerate(draft.elements):
        decision = decided.get(own[at])
        if not taken[own[at]]:
            continue
        name = (decision and decision.name) or one.name
        made[at] = Chosen(one, name, (decision and decision.role) or one.role, decision is not None, decision)
        if decision is not None and decision.name is not None:
            names.new.setdefault(decision.name, at)
    roots = _merged(made, names, chosen.remarks)
    order = sorted({roots[at] for at in made}, key=lambda at: draft.elements[at].cite.start)
    follow = Following(draft, names, made, roots, chosen, unseen=unseen)
    for each in findings:
        if taken[each]:
            follow.take(each, decided.get(each))
        elif each not in decided and each.kind == "member" and each.element in roots:
            made[roots[each.element]].complete = False
    follow.wholes()
    _untangle([made[at] for at in order], chosen.remarks)
    chosen.elements = [made[at] for at in order]
    chosen.remarks += _alike(chosen.elements)
    return chosen


def _verdict(each: Finding, decided: Mapping[Finding, Decision], draft: Draft, *, unseen: bool) -> bool:
    if (decision := decided.get(each)) is not None:
        return decision.verdict == "accept"
    if not unseen:
        return False
    if each.kind == "layout":
        return each.number == 0
    return each.element >= 0 and draft.elements[each.element].tier == "A"


def _lost(one: Decision) -> Message:
    kind = Message(f"accept-kind-{one.kind}")
    return Message(
        "accept-lost", values={"kind": kind, "quote": short(one.quote), "subject": one.subject or "\u2014"}
    )


def _idle(draft: Draft, decided: Mapping[Finding, Decision]) -> Iterator[Message]:
    """Say what decisions wish for that findings of their kind do not have, each once."""
    told: dict[int, Message] = {}
    for each, one in decided.items():
        may = set(_WISHES.get(each.kind, _FINDINGS))
        if each.kind == "element" and draft.elements[each.element].kind == "axis":
            may |= {"line"}
        keys = [key for key in one.model_fields_set & _EVERY - may if getattr(one, key) is not None]
        if keys and one.verdict == "accept":
            values = {
                "kind": Message(f"accept-kind-{each.kind}"),
                "quote": short(one.quote),
                "keys": ", ".join(sorted(keys)),
            }
            told.setdefault(id(one), Message("accept-idle", values=values))
    yield from told.values()


def _merged(made: Mapping[int, Chosen], names: Names, remarks: list[Message]) -> dict[int, int]:
    """For each element the one that it is merged into, or itself."""
    into: dict[int, int] = {}
    for at, one in made.items():
        target = one.decision.into if one.decision else None
        if target is None:
            continue
        other = names[target]
        if other is None or other not in made:
            remarks.append(Message("accept-no-target", values={"name": one.name, "target": target}))
        elif other != at:
            into[at] = other
    roots = {}
    for at in made:
        way = [at]
        while way[-1] in into and into[way[-1]] not in way:
            way.append(into[way[-1]])
        if way[-1] in into:  # they lead to each other
            remarks.append(
                Message("accept-circle", values={"names": " \u2192 ".join(made[each].name for each in way)})
            )
            roots[at] = at
        else:
            roots[at] = way[-1]
    return roots


def _untangle(elements: list[Chosen], remarks: list[Message]) -> None:
    """Part wholes that lead back to themselves, or are nested too deep."""
    for one in elements:
        way: list[Chosen] = [one]
        while (above := way[-1].whole) is not None:
            if above in way or len(way) > MAX_DEPTH - 1:
                values = {"name": way[-1].name, "target": above.name}
                remarks.append(Message("accept-nested", values=values))
                way[-1].whole = None
            else:
                way.append(above)


def _alike(elements: list[Chosen]) -> Iterator[Message]:
    times = Counter(one.name for one in elements)
    for name, count in times.items():
        if count > 1:
            yield Message("accept-alike", values={"name": name, "count": count})
