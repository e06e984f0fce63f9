"""What a phrase and its elements claim: rules where geometry can tell, else untested statements."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from layers.messages import Message
from mapgen.accepting.chosen import Choice, Chosen
from mapgen.accepting.decisions import DRAWN_M
from mapgen.accepting.elements import Elements, passed_by
from mapgen.accepting.naming import romanised
from mapgen.accepting.phrase import Told
from mapgen.accepting.wording import is_sound, pair

_Table = dict[str, Any]
#: "Many" are more than one.
_MANY = 2
#: An axis passes what it comes as near to as it may itself be off, and no rule is finer than this, m.
_NEAR_M = 500.0
_JOINED = "\u3001"


def rules(
    choice: Choice, made: Elements, roles: Mapping[Chosen, str], every: Sequence[Told]
) -> tuple[list[_Table], list[_Table]]:
    """Make rules and untested statements.

    Parameters
    ----------
    choice : Choice
    made : Elements
    roles : mapping of Chosen to str
    every : sequence of Told
        Parts of the layout phrase.

    Returns
    -------
    (list of dict, list of dict)
        As tables of ``plan.toml``.
    """
    tested: list[_Table] = []
    untested: list[_Table] = []
    for found in (*_counts(choice, made, roles, every), *_orders(choice, made), *_containments(choice, made)):
        (tested if "rule" in found else untested).append(found)
    return tested, untested


def _counts(
    choice: Choice, made: Elements, roles: Mapping[Chosen, str], every: Sequence[Told]
) -> Iterator[_Table]:
    heading = _heading(choice.layout_cite.heading)
    seen: set[str] = set()
    for one in every:
        claim, claim_en = one.name or one.part, one.name_en or one.part_en
        statement = {"statement": claim, "statement_en": claim_en}
        if one.role is None:
            yield statement | _reason(Message("accept-untested-none")) | heading
            continue
        if one.role in seen:  # a phrase that counts one role twice
            continue
        seen.add(one.role)
        own = [each for each in choice.elements if roles[each] == one.role]
        listed = sum(made.states[each] == "listed" for each in own)
        if listed:  # no rule counts what has no place
            values = {"count": len(own), "listed": listed}
            yield statement | _reason(Message("accept-untested-listed", values=values)) | heading
            continue
        number = {"at_least": _MANY} if one.count is None else {"exactly": one.count}
        yield {"rule": "count", "claim": claim, "claim_en": claim_en, "role": one.role, **number}


def _orders(choice: Choice, made: Elements) -> Iterator[_Table]:
    """Axes that pass something: tested where the axis and two of what it passes are more than listed."""
    for one in choice.elements:
        if not one.passes:
            continue
        named = [each.name if isinstance(each, Chosen) else each for each in one.passes]
        values = {
            "name": one.name,
            "name_en": romanised(one.name),
            "names": _JOINED.join(named),
            "names_en": ", ".join(map(romanised, named)),
        }
        statement, statement_en = pair(Message("accept-claim-passes", values=values))
        passed = [each for each in passed_by(one, made) if made.states[each] in ("closed", "node", "axis")]
        if made.states[one] == "axis" and len(passed) > 1:
            accuracy = (one.decision.accuracy_m if one.decision else None) or DRAWN_M
            yield {
                "rule": "passes", "claim": statement, "claim_en": statement_en, "axis": made.ids[one],
                "order": [made.ids[each] for each in passed], "within_m": max(_NEAR_M, 2 * accuracy),
            }  # fmt: skip
        else:
            reason = _reason(Message("accept-untested-course"))
            told = {"statement": statement, "statement_en": statement_en}
            yield told | reason | _heading(one.read.cite.heading)


def _containments(choice: Choice, made: Elements) -> Iterator[_Table]:
    """What lies in a zone that has sides of its own; of a group its members do by their nature."""
    parts: dict[Chosen, list[Chosen]] = defaultdict(list)
    for each in choice.elements:
        if each.whole is not None and made.states[each] in ("closed", "group", "node", "axis"):
            parts[each.whole].append(each)
    for one, inner in parts.items():
        if made.states[one] != "closed":
            continue
        values = {"name": one.name, "name_en": romanised(one.name), "count": len(inner)}
        claim, claim_en = pair(Message("accept-claim-within", values=values))
        yield {
            "rule": "within", "claim": claim, "claim_en": claim_en,
            "ids": [made.ids[each] for each in inner], "outer": made.ids[one],
        }  # fmt: skip


def _reason(message: Message) -> _Table:
    reason, reason_en = pair(message)
    return {"reason": reason, "reason_en": reason_en}


def _heading(heading: str) -> _Table:
    return {
        "heading": heading[:120]
        if heading.strip() and is_sound(heading)
        else pair(Message("accept-whole-text"))[0]
    }
