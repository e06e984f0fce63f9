"""What checking finds, as flat rows."""

from collections.abc import Iterable

from layers.checks import Finding
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
