"""What was accepted, for people and for programs."""

from collections.abc import Iterator
from typing import Any

from layers.messages import Message
from mapgen.accepting.accept import Accepted
from mapgen.text.texts import line

_KINDS = ("layout", "element", "side", "area", "member", "passes", "indicator")


def lines(accepted: Accepted, plan: str) -> Iterator[Message]:
    """Say how much was accepted, and what is pending.

    Parameters
    ----------
    accepted : Accepted
    plan : str
        Its id.
    """
    states = accepted.states
    values = {key: states[key] for key in ("closed", "pending", "group", "node", "axis", "listed")}
    count = {"elements": len(accepted.choice.elements), "lines": accepted.lines}
    yield Message("accept-count", plan, values={**values, **count})
    for one in accepted.choice.elements:
        if accepted.made.states[one] == "pending":
            yield Message("accept-pending", plan, one.name)
    for kind in _KINDS:
        if number := accepted.choice.undecided[kind]:
            yield Message(
                "accept-undecided", plan, values={"count": number, "kind": Message(f"accept-kind-{kind}")}
            )


def summary(accepted: Accepted, plan: str, language: str, *, written: bool) -> dict[str, Any]:
    """Return what was accepted as JSON has it.

    Parameters
    ----------
    accepted : Accepted
    plan : str
        Its id.
    language : {"zh", "en"}
        Of the remarks.
    written : bool
    """
    made = accepted.made
    return {
        "plan": plan,
        "files": sorted(accepted.files),
        "counts": {
            key: accepted.states[key] for key in ("closed", "pending", "group", "node", "axis", "listed")
        },
        "baselines": accepted.lines,
        "elements": [
            {
                "id": made.ids[one],
                "name": one.name,
                "read": one.read.name,
                "state": made.states[one],
                "seen": one.seen,
            }
            for one in accepted.choice.elements
        ],
        "undecided": {kind: accepted.choice.undecided[kind] for kind in _KINDS},
        "remarks": [line(each, language) for each in accepted.remarks],
        "written": written,
    }
