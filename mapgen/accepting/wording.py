"""Texts that accepting writes into layers: Chinese, English, or both in one."""

from pydantic import TypeAdapter, ValidationError

from layers.messages import Message
from layers.types import Text
from mapgen.text.texts import sentence

_TEXT: TypeAdapter[str] = TypeAdapter(Text)


def is_sound(text: str) -> bool:
    """Whether layers may hold a text."""
    try:
        _TEXT.validate_python(text, strict=True)
    except ValidationError:
        return False
    return True


def pair(message: Message) -> tuple[str, str]:
    """Return a text in Chinese and in English."""
    return sentence(message, "zh"), sentence(message, "en")


def together(*messages: Message) -> str:
    """Return sentences in Chinese, and behind them the same in English."""
    chinese, english = zip(*map(pair, messages), strict=True)
    return f"{''.join(chinese)} \u00b7 {' '.join(english)}"
