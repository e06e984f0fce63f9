"""What checking finds, as flat rows, and how much of a plan it tests."""

from collections.abc import Iterable
from typing import Any

from layers.assemble import Atlas
from layers.checks import Finding
from layers.claims import breaches, untested
from layers.messages import Message
from mapgen.text.texts import sentence

COLUMNS = ("level", "rule", "id", "message")


def finding_rows(findings: Iterable[Finding], language: str) -> list[dict[str, str]]:
    """Rows (`COLUMNS`) of findings, each with its message in a language ("zh" or "en")."""
    return [
        {
            "level": found.level,
            "rule": found.rule,
            "id": found.id,
            "message": sentence(found.message, language),
        }
        for found in findings
    ]


def untested_statements(atlas: Atlas, plan: str) -> list[dict[str, Any]]:
    """What a plan says of places and no rule tests: what cannot be tested, then what has to wait.

    Parameters
    ----------
    atlas : Atlas
    plan : str
        Id of the plan.

    Returns
    -------
    list of dict
        ``statement`` and ``reason``, both in Chinese and, with ``_en``, in English, and ``heading`` of the
        document, which is None for a claim that waits for a zone without a boundary.
    """
    waiting = []
    for rule, ids in untested(atlas, plan):
        names = [atlas.pending[name].entry.record for name in ids]
        why = Message(
            "claim-waits",
            values={
                "names": "、".join(record.name for record in names),
                "names_en": ", ".join(record.name_en for record in names),
            },
        )
        told = {"statement": rule.claim, "statement_en": rule.claim_en, "heading": None}
        waiting.append({**told, "reason": sentence(why, "zh"), "reason_en": sentence(why, "en")})
    return [*(each.model_dump() for each in atlas.catalog.plans[plan].untested), *waiting]


def claims(atlas: Atlas, plan: str, language: str) -> list[Message]:
    """How many claims of a plan were tested and hold, how many statements were left untested, and why.

    Parameters
    ----------
    atlas : Atlas
    plan : str
        Id of the plan.
    language : str
        "zh" or "en", of the reasons.

    Returns
    -------
    list of Message
        One, or none for a plan that states nothing to test.
    """
    tested, untested = breaches(atlas, plan), untested_statements(atlas, plan)
    if not tested and not untested:
        return []
    counts = {"held": sum(not broken for _, broken in tested), "all": len(tested), "count": len(untested)}
    if not untested:
        return [Message("check-claims", feature=plan, values=counts)]
    own = "" if language == "zh" else "_en"
    told = tuple(
        Message("check-untested", values={key: each[f"{key}{own}"] for key in ("statement", "reason")})
        for each in untested
    )
    return [Message("check-claims-untested", feature=plan, values={**counts, "statements": told})]
