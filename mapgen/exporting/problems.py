"""What stops an export or must be said about it, in Chinese and English, from ``text/export.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from layers.problems import one_line


@cache
def _messages() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parents[1] / "text" / "export.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Remark:
    """One line about an export.

    Attributes
    ----------
    code : str
        Table in ``export.toml``.
    values : mapping of str to object
        What stands in the message's braces; inserted as it is, never interpreted.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Say it in one line of the language."""
        return one_line(_messages()[self.code][language].format_map(self.values))


class ExportError(ValueError):
    """The export cannot be made as it was asked for.

    Attributes
    ----------
    remarks : list of Remark
        All reasons that were found, not the first only.
    """

    def __init__(self, *remarks: Remark) -> None:
        self.remarks = list(remarks)
        super().__init__("\n".join(remark.text("en") for remark in remarks))
