"""TOML files that state one record each: atlas.toml, vocabulary.toml; plan.toml, relations.toml of a plan."""

import tomllib
from typing import TypeVar

from pydantic import ValidationError

from layers.features import invalid, reasons
from layers.files import LayerFiles
from layers.messages import LayerError, Message
from layers.types import _Record

#: Codes for what is wrong with one of many alike, by the key that holds them.
_NUMBERED = {"rules": "rule", "relations": "relation", "phrase": "phrase"}

_Any = TypeVar("_Any", bound=_Record)


def read_record(files: LayerFiles, file: str, model: type[_Any], problems: list[Message]) -> _Any | None:
    """Read a file.

    Parameters
    ----------
    files : LayerFiles
    file : str
        Its name.
    model : type
        What it states.
    problems : list of Message
        What is wrong with the file is added here.

    Returns
    -------
    record or None
        None if there is no such file, or if something is wrong with it.
    """
    if file not in files:
        return None
    try:
        return model.model_validate(files.toml(file))
    except LayerError as error:
        problems += error.messages
    except ValidationError as error:
        problems += [_problem(file, *found) for found in reasons(error)]
    return None


def _problem(file: str, field: str, why: tuple[Message, ...]) -> Message:
    """What is wrong with a key; of one of many alike, with its number."""
    match field.split(".", 2):
        case [key, number, *within] if key in _NUMBERED and number.isdecimal():
            values = {"number": int(number) + 1, "field": within[0] if within else "-", "reason": why}
            return Message(_NUMBERED[key], file, values=values)
    return invalid(file, "", field, why)


def canonical(text: str) -> str:
    """The canonical form of a TOML file that people write: lines without blanks at their ends.

    Comments and the order of the keys are the author's and stay; so does a text over several lines.
    """
    tidy = "\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n"
    return tidy if tomllib.loads(tidy) == tomllib.loads(text) else text
