"""What must be undone before the process may end: temporary folders, files half in place, child processes."""

from collections.abc import Iterator
from contextlib import contextmanager

_count = 0


@contextmanager
def pending() -> Iterator[None]:
    """Work that leaves something behind unless it ends by itself or by an exception."""
    global _count  # noqa: PLW0603 - one process, one number: a signal asks for it
    _count += 1
    try:
        yield
    finally:
        _count -= 1


def anything_pending() -> bool:
    """Whether ending the process here and now would leave something behind."""
    return _count > 0
