"""Messages put into words: a code is a table ``[code]`` with ``zh`` and ``en`` in a file of ``messages``."""

from numbers import Integral

from layers.messages import Message
from mapgen.text.loading import LANGUAGES, table

#: Files of messages, first what every command needs: a file is read if a code is in none before it.
MESSAGES = (
    *("help", "commands", "layers", "reasons", "check", "authoring", "import", "export", "delivery"),
    *("tally", "locating", "grounding", "reading", "accepting", "installed"),
)
#: Characters of a place and of a value that a message shows at most: strangers' names may have a million.
_PLACE, _VALUE = 300, 2_000


class _Count(int):
    """A number that a text puts the right word behind: ``{count:|zone|zones}`` is 1 zone, or 2 zones."""

    def __format__(self, spec: str) -> str:
        if not spec.startswith("|"):
            return super().__format__(spec)
        one, several = spec[1:].split("|")
        return f"{int(self)} {one if self == 1 else several}"


def sentence(message: Message, language: str) -> str:
    """Put a message into words.

    Parameters
    ----------
    message : Message
    language : {"zh", "en"}

    Returns
    -------
    str
        One line without the place. Values are inserted as they are, never interpreted; messages among
        them become sentences, very long ones are shortened, and control characters come out escaped.
    """
    values = {key: _worded(value, language) for key, value in message.values.items()}
    return one_line(_text(message.code, language).format_map(values))


def _worded(value: object, language: str) -> object:
    if isinstance(value, Message):
        return sentence(value, language)
    if isinstance(value, tuple) and all(isinstance(item, Message) for item in value):
        return " / ".join(sentence(item, language) for item in value)
    if not isinstance(value, bool) and isinstance(value, Integral):
        return _Count(value)
    return _shortened(value, _VALUE) if isinstance(value, str) else value


def line(message: Message, language: str) -> str:
    """The same behind its file and feature."""
    where = [one_line(_shortened(part, _PLACE)) for part in (message.file, message.feature) if part]
    return ": ".join([*where, sentence(message, language)])


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"


def both(code: str, *order: str, **values: object) -> str:
    """A text in both languages, for readers whose language is not known.

    Parameters
    ----------
    code : str
    *order : {"zh", "en"}
        Which comes first; Chinese unless it says so.
    **values : object
        What the text inserts.
    """
    message = Message(code, values=values)
    return " · ".join(sentence(message, language) for language in order or LANGUAGES)


def _text(code: str, language: str) -> str:
    found = next(texts for name in MESSAGES if code in (texts := table(f"messages/{name}")))
    return str(found[code][language])


def one_line(text: str) -> str:
    """Escape what would break a line or hide text on a terminal."""
    return "".join(
        char
        if char.isprintable() or char == "\u3000"
        else char.encode("unicode_escape", "replace").decode("ascii")
        for char in text
    )
