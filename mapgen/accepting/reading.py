"""Files of other steps read strictly: size, JSON and records, or a problem in one line."""

import re
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from layers import reading
from layers.features import reasons
from layers.messages import LayerError, Message

#: No file of ours is larger, bytes: an extract has many lines.
LARGEST = 256 * 2**20

_Any = TypeVar("_Any", bound=BaseModel)


def read_json(path: Path) -> Any:
    """Read a file of JSON.

    Parameters
    ----------
    path : Path

    Returns
    -------
    object

    Raises
    ------
    LayerError
        If it cannot be read, is too large or is no JSON.
    """
    too_large = Message("accept-large", str(path), values={"limit": LARGEST // 2**20})
    return reading.read_json(path, LARGEST, too_large)


def record(model: type[_Any], value: Any, file: str, code: str) -> _Any:
    """Check what a file holds against what it should.

    Parameters
    ----------
    model : type
    value : object
        Parsed JSON.
    file : str
        What messages call the file.
    code : str
        Of the message that says what is wrong, with ``place`` and ``reason``.

    Returns
    -------
    record

    Raises
    ------
    LayerError
        With everything that is wrong.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise LayerError(
            *(
                Message(code, file, values={"place": _numbered(place), "reason": why})
                for place, why in reasons(error)
            )
        ) from None


def _numbered(place: str) -> str:
    """Return a place whose entries are counted from 1, as people count: ``decisions #1.point``."""
    return re.sub(r"\.(\d+)(?![^.])", lambda found: f" #{int(found[1]) + 1}", place)
