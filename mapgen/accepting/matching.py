"""Which decision is about which finding of a draft, also of one that was made anew from a revised text."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mapgen.accepting.decisions import Decision
from mapgen.accepting.draft import Finding

_Key = tuple[str, str, str, str, str, int]


@dataclass(frozen=True)
class Matched:
    """Decisions by finding.

    Attributes
    ----------
    decided : dict of Finding to Decision
    lost : list of Decision
        Those that match nothing.
    """

    decided: dict[Finding, Decision]
    lost: list[Decision]


def match(findings: Sequence[Finding], decisions: Sequence[Decision]) -> Matched:
    """Find for each decision what it is about.

    Parameters
    ----------
    findings : sequence of Finding
    decisions : sequence of Decision
        Each key once.

    Returns
    -------
    Matched
        By the exact key; else by the same without the element, if that is unique among the decisions and
        among the findings.
    """
    exact: dict[_Key, list[Finding]] = defaultdict(list)
    loose: dict[tuple[str, str, str, str, int], list[Finding]] = defaultdict(list)
    # A draft of an earlier version keeps no quotes of members: these are found by their names alone.
    unquoted: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for each in findings:
        if each.quote is None:
            unquoted[each.kind, each.subject, each.value].append(each)
            continue
        exact[each.kind, each.quote, each.subject, each.value, each.side, each.part].append(each)
        loose[each.kind, each.quote, each.value, each.side, each.part].append(each)
    times = Counter(each.loose for each in decisions)
    decided: dict[Finding, Decision] = {}
    rest = []
    for one in decisions:
        found = exact.get(one.key) or unquoted.get((one.kind, one.subject, one.value or ""), [])
        for each in found:
            decided[each] = one
        if not found:
            rest.append(one)
    lost = []
    for one in rest:
        others = loose.get(one.loose, [])
        if times[one.loose] == 1 and len(others) == 1 and others[0] not in decided:
            decided[others[0]] = one
        else:
            lost.append(one)
    return Matched(decided, lost)
