"""What is said about layers and what is made of them: a code, where, and values; the words are elsewhere."""

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.errors import GeoError


@dataclass(frozen=True)
class Message:
    """One thing that people are told: a problem, a finding, a remark, an outcome.

    Attributes
    ----------
    code : str
        Names the text; ``mapgen.text`` has it in every language.
    file : str
        What it is about: a file relative to its folder, or another name that people know; may be empty.
    feature : str
        Id, or the place in the file; empty if the file as a whole is meant.
    values : mapping of str to object
        What the text inserts. Values that are messages, or tuples of them, are put into words with it.
    """

    code: str
    file: str = ""
    feature: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        values = ", ".join(f"{key}={value}" for key, value in self.values.items())
        return ": ".join(part for part in (self.file, self.feature, f"{self.code}({values})") if part)


#: What systems say most, and each in its own language or in none: these have texts.
_SYSTEM = frozenset(
    (
        *("EACCES", "EBUSY", "EDQUOT", "EEXIST", "EFBIG", "EIO", "EISDIR", "ELOOP", "EMFILE"),
        *("ENAMETOOLONG", "ENOENT", "ENOSPC", "ENOTDIR", "ENOTEMPTY", "EPERM", "EROFS", "ETXTBSY"),
    )
)


#: What Python says of a file that is no zip archive; of one that is damaged it says where.
_NO_ZIP = "File is not a zip file"


class MessageError(ValueError):
    """Something cannot be done.

    Attributes
    ----------
    messages : list of Message
        All reasons that were found, not the first only.
    """

    def __init__(self, *messages: Message) -> None:
        self.messages = list(messages)
        super().__init__(*messages)

    def __str__(self) -> str:
        return "\n".join(map(str, self.messages))


class LayerError(MessageError):
    """The layers, or a file that is to become layers, cannot be used as they are."""


def reason(error: Exception) -> Message | str:
    """Why something failed, for the values of a message.

    Parameters
    ----------
    error : Exception

    Returns
    -------
    Message or str
        A message for an error of `geo`, for what systems often say, and for what is no zip archive. For
        others what the system or a library says, in one short line; the system without the path that it
        repeats.
    """
    if isinstance(error, GeoError):
        return Message(error.code, values=error.values)
    if isinstance(error, OSError) and error.errno:
        return system_reason(error.errno)
    if str(error) == _NO_ZIP:
        return Message("reason-not-zip")
    return (str(error).splitlines() or [type(error).__name__])[0][:300]


def system_reason(number: int) -> Message | str:
    """What the system means by a number.

    Parameters
    ----------
    number : int
        Of an OSError.
    """
    name = errno.errorcode.get(number, "")
    return Message(f"os-{name.lower()}") if name in _SYSTEM else os.strerror(number)
