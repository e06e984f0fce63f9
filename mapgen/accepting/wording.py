"""Texts that accepting writes into layers: Chinese, English, or both in one."""

import re

from pydantic import TypeAdapter, ValidationError

from layers.messages import Message
from layers.types import Text
from mapgen.text.texts import sentence

_TEXT: TypeAdapter[str] = TypeAdapter(Text)


#: Line breaks and other controls, and marks that turn the text behind them round: in no name.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def is_sound(text: str) -> bool:
    """Whether layers may hold a text, and it is one line that looks as it is written."""
    if _UNSEEN.search(text):
        return False
    try:
        _TEXT.validate_python(text, strict=True)
    except ValidationError:
        return False
    return True


def pair(message: Message) -> tuple[str, str]:
    """Return a text in Chinese and in English."""
    return sentence(message, "zh"), sentence(message, "en")


def noted(*messages: Message) -> str:
    """Return sentences as a note: notes of layers are in Chinese, and pages mark them so."""
    return "".join(sentence(each, "zh") for each in messages)
