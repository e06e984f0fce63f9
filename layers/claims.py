"""The rules of a plan, tested once: which are broken, and which wait for pending zones."""

from typing import TYPE_CHECKING

from layers.messages import Message
from layers.rules import Rule

if TYPE_CHECKING:
    from layers.atlas import Atlas


def breaches(atlas: "Atlas", plan: str) -> list[tuple[Rule, list[Message]]]:
    """Test every rule of a plan, but for those of `untested`.

    Parameters
    ----------
    atlas : Atlas
    plan : str
        Id of the plan.

    Returns
    -------
    list of (Rule, list of Message)
        In the order of plan.toml; an empty list where the claim holds.
    """
    return [(rule, broken) for rule, broken, waiting in _tested(atlas, plan) if broken or not waiting]


def untested(atlas: "Atlas", plan: str) -> list[tuple[Rule, list[str]]]:
    """Find the rules of which nobody can say whether they hold, because zones are pending.

    Parameters
    ----------
    atlas : Atlas
    plan : str
        Id of the plan.

    Returns
    -------
    list of (Rule, list of str)
        In the order of plan.toml, with the ids of the pending zones. What could be tested of them holds.
    """
    return [(rule, waiting) for rule, broken, waiting in _tested(atlas, plan) if waiting and not broken]


def _tested(atlas: "Atlas", plan: str) -> list[tuple[Rule, list[Message], list[str]]]:
    """Every rule of a plan with what breaks it and the pending zones that it would test."""
    if plan not in atlas.tested:
        atlas.tested[plan] = [
            (
                rule,
                list(rule.breaches(atlas, plan)),
                _waiting(rule, atlas, plan),
            )
            for rule in atlas.catalog.plans[plan].rules
        ]
    return list(atlas.tested[plan])


def _waiting(rule: Rule, atlas: "Atlas", plan: str) -> list[str]:
    """Ids of the pending zones that a rule would test, each once."""
    if not atlas.pending:
        return []
    return list(dict.fromkeys(id_ for id_ in rule.about(atlas, plan) if id_ in atlas.pending))
