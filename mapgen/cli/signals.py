"""Signals that end the command: one line, what is temporary cleared away, exit status 128 + number."""

import os
import signal
import sys
from contextlib import suppress
from types import FrameType

from mapgen.files.pending import anything_pending

#: Ctrl-C, `kill`, and a terminal that is closed; Windows has no SIGHUP.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_words = "{signal}"


def listen() -> None:
    """From now on, end in one line. What the caller has set to be ignored (`nohup`) stays so."""
    global _words  # noqa: PLW0603 - read when a signal comes, at which moment nothing can be loaded
    for number in _numbers():
        if signal.getsignal(number) not in (signal.SIG_IGN, None):
            signal.signal(number, _end)
    from mapgen.text.loading import LANGUAGES, table

    text = table("messages/commands")["stopped"]
    # Both languages, for the option that chooses one may not have been read yet.
    _words = " · ".join(text[language] for language in LANGUAGES)


def _numbers() -> list[int]:
    return [int(getattr(signal, name)) for name in _NAMES if hasattr(signal, name)]


def _end(number: int, _frame: FrameType | None) -> None:
    for each in _numbers():  # clearing away is not to be interrupted again
        signal.signal(each, signal.SIG_IGN)
    line = f"zonemap: {_words.format(signal=signal.Signals(number).name)}\n"
    with suppress(OSError, AttributeError):  # nobody listens
        os.write(2, line.encode(sys.stderr.encoding or "ascii", "backslashreplace"))
    if anything_pending():
        raise SystemExit(128 + number)
    # Libraries that are just being loaded turn an exception into errors of their own.
    os._exit(128 + number)
