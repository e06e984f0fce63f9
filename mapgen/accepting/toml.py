"""TOML as ``plan.toml`` has it: texts, numbers, lists of texts, and tables in a row."""

import json
from collections.abc import Mapping, Sequence
from typing import Any


def dumps(keys: Mapping[str, Any], tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Write TOML.

    Parameters
    ----------
    keys : mapping
        Texts and numbers; None is left out.
    tables : mapping of str to sequence of mapping
        Tables in a row, by their name.

    Returns
    -------
    str
    """
    blocks = ["\n".join(_lines(keys))]
    for name, rows in tables.items():
        blocks += ["\n".join((f"[[{name}]]", *_lines(row))) for row in rows]
    return "\n\n".join(blocks) + "\n"


def _lines(keys: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in keys.items() if value is not None]


def _value(value: Any) -> str:
    # A string of JSON is one of TOML, but for the one control character that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
