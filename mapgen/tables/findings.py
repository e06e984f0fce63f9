"""What checking finds, as flat rows, and how much of a plan it tests."""

from collections.abc import Iterable

from layers.assemble import Atlas
from layers.checks import Finding
from layers.messages import Message
from layers.rules import breaches
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
    tested, untested = breaches(atlas, plan), atlas.catalog.plans[plan].untested
    if not tested and not untested:
        return []
    counts = {"held": sum(not broken for _, broken in tested), "all": len(tested), "count": len(untested)}
    if not untested:
        return [Message("check-claims", feature=plan, values=counts)]
    told = tuple(
        Message("check-untested", values={"statement": statement, "reason": reason})
        for statement, reason in (
            (each.statement, each.reason) if language == "zh" else (each.statement_en, each.reason_en)
            for each in untested
        )
    )
    return [Message("check-claims-untested", feature=plan, values={**counts, "statements": told})]
