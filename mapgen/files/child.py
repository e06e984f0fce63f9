"""Work in a process of its own, so that what kills a library does not kill ours."""

import multiprocessing
import os
import shutil
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path
from typing import Any

from mapgen.files.pending import pending

#: A fork has all modules already; elsewhere forks are not safe or not there, and a child costs two seconds.
FORKS = sys.platform == "linux"
_CONTEXT: ForkContext | SpawnContext = (
    multiprocessing.get_context("fork") if FORKS else multiprocessing.get_context("spawn")
)


class DiedError(Exception):
    """A child ended without an answer, or gave none in time.

    Attributes
    ----------
    late : bool
        Whether it had to be ended because its time was over.
    signal : int
        Number of the signal that ended it; 0 if none did.
    cause : str
        Name of the signal, or the exit status.
    """

    def __init__(self, code: int | None, *, late: bool) -> None:
        self.late = late
        self.signal = -(code or 0) if (code or 0) < 0 else 0
        known = {each.value: each.name for each in signal.Signals}
        self.cause = known.get(self.signal, f"exit {code}")
        super().__init__(self.cause)


def apart(
    work: Callable[..., Any],
    *arguments: Any,
    room: Path | None = None,
    begin: Callable[[], None] | None = None,
    wait: float | None = None,
) -> Any:
    """Call a function in a child process.

    Parameters
    ----------
    work : callable
        Of a module, so that a child which was not forked finds it.
    *arguments : object
        What can be pickled; so must be the result, and what `work` raises.
    room : Path, optional
        A folder that goes with the child if this process is killed.
    begin : callable, optional
        What the child does before the work, such as to limit itself.
    wait : float, optional
        Longest time until the answer, s.

    Returns
    -------
    object
        What `work` returns.

    Raises
    ------
    Exception
        What `work` raises.
    DiedError
        If the child gave no answer.
    """
    answered, answer = False, None
    with pending():
        ours, theirs = _CONTEXT.Pipe(duplex=False)
        child = _CONTEXT.Process(target=_run, args=(theirs, work, arguments, room, begin), daemon=True)
        child.start()
        theirs.close()
        try:
            answered = ours.poll(wait)
            if answered:
                with warnings.catch_warnings():
                    # A ring with NaN makes shapely grumble; the layers' own checks name it.
                    warnings.simplefilter("ignore")
                    answer = ours.recv()
        except (EOFError, OSError):  # it died before it could answer
            pass
        finally:
            ours.close()
            if child.is_alive() and answer is None:
                child.kill()
            child.join()
    if answer is None:
        raise DiedError(child.exitcode, late=not answered)
    done, value = answer
    if not done:
        raise value
    return value


def _run(
    answers: Connection,
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    room: Path | None,
    begin: Callable[[], None] | None,
) -> None:
    threading.Thread(target=_follow, args=(room,), daemon=True).start()
    # The parent hears Ctrl-C and ends this child; what else ends the parent is none of its business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    try:
        if begin is not None:
            begin()
        answers.send((True, work(*arguments)))
    except Exception as error:  # noqa: BLE001 - even a mistake of ours is raised where it can be seen
        answers.send((False, error))
    answers.close()


def _follow(room: Path | None) -> None:
    """Go when the parent goes, however it goes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        if room is not None:
            shutil.rmtree(room, ignore_errors=True)
        os.kill(os.getpid(), signal.SIGTERM)
