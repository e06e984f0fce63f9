"""Work on strangers' files in a process of its own, with limits: what kills a library does not kill ours."""

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

from layers.messages import LayerError, Message
from mapgen.files.pending import pending

#: Memory that reading one file may take beyond what the process has already.
MEMORY_BYTES = 1200 * 2**20
#: Longest time that reading may take, s.
TIME_S = 120

# A fork has all modules already, which saves a second; elsewhere forks are not safe or not there.
_CONTEXT: ForkContext | SpawnContext
if sys.platform == "linux":
    _CONTEXT = multiprocessing.get_context("fork")
else:
    _CONTEXT = multiprocessing.get_context("spawn")


def apart(
    work: Callable[..., Any],
    *arguments: Any,
    name: str,
    room: Path | None = None,
    memory: int = MEMORY_BYTES,
) -> Any:
    """Call a function in a child process.

    Parameters
    ----------
    work : callable
        Of a module, so that a child which was not forked finds it.
    *arguments : object
        What can be pickled; so must be the result.
    name : str
        What messages call the file.
    room : Path, optional
        A folder that goes with the child if this process is killed.
    memory : int
        Bytes that it may take beyond what the process has already.

    Returns
    -------
    object
        What `work` returns.

    Raises
    ------
    LayerError
        What `work` raises; or that the child ran out of memory or time, or died.
    """
    answered, answer = False, None
    with pending():
        ours, theirs = _CONTEXT.Pipe(duplex=False)
        child = _CONTEXT.Process(target=_run, args=(theirs, work, arguments, room, memory), daemon=True)
        child.start()
        theirs.close()
        try:
            answered = ours.poll(TIME_S)
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
        raise LayerError(_death(child.exitcode, name, answered=answered))
    kind, value = answer
    if kind == "problems":
        raise LayerError(*value)
    if kind == "memory":
        raise LayerError(Message("import-memory", name, values={"mb": memory // 2**20}))
    if kind == "mistake":
        raise value
    return value


def _death(code: int | None, name: str, *, answered: bool) -> Message:
    if not answered:
        return Message("import-slow", name, values={"seconds": TIME_S})
    number = -(code or 0)
    cause = (
        signal.Signals(number).name if number in {each.value for each in signal.Signals} else f"exit {code}"
    )
    return Message("import-crashed", name, values={"cause": cause})


def _run(
    answers: Connection,
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    room: Path | None,
    memory: int,
) -> None:
    threading.Thread(target=_follow, args=(room,), daemon=True).start()
    try:
        _limit(memory)
        answer: tuple[str, Any] = ("result", work(*arguments))
    except LayerError as error:
        answer = ("problems", error.messages)
    except MemoryError:
        answer = ("memory", None)
    except Exception as error:  # noqa: BLE001 - a mistake of ours is raised where it can be seen
        answer = ("mistake", error)
    answers.send(answer)
    answers.close()


def _follow(room: Path | None) -> None:
    """Go when the parent goes, however it goes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        if room is not None:
            shutil.rmtree(room, ignore_errors=True)
        os.kill(os.getpid(), signal.SIGTERM)


def _limit(memory: int) -> None:
    # The parent hears Ctrl-C and ends this child; what else ends the parent is none of its business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    if sys.platform != "linux":
        return
    import resource

    import pyarrow as pa

    # Arrow's own allocator reserves a gigabyte of addresses at once, which the limit takes for memory.
    pa.set_memory_pool(pa.system_memory_pool())
    with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123
        held = int(pages.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (held + memory, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
