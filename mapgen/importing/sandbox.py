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
#: Longest time of the processor that reading may take, s: for any file, and more for each MB of it. Five to
#: fifteen seconds read 100,000 features in 3 MB of Parquet or zipped Shapefiles, twenty 80 MB of KML.
TIME_S, TIME_S_PER_MB = 15, 1
#: So many times as long by the clock, for the computer may have other things to do.
_PATIENCE = 10

# A fork has all modules already, which saves a second; elsewhere forks are not safe or not there.
_COUNTS_TIME = sys.platform != "win32"
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
    size: int = 0,
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
    size : int
        Bytes of the file, by which the time goes that it may take.

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
    seconds = TIME_S + TIME_S_PER_MB * size // 2**20
    with pending():
        ours, theirs = _CONTEXT.Pipe(duplex=False)
        child = _CONTEXT.Process(
            target=_run, args=(theirs, work, arguments, room, memory, seconds), daemon=True
        )
        child.start()
        theirs.close()
        try:
            answered = ours.poll(seconds * (_PATIENCE if _COUNTS_TIME else 1))
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
        raise LayerError(_death(child.exitcode, name, seconds, answered=answered))
    kind, value = answer
    if kind == "problems":
        raise LayerError(*value)
    if kind == "memory":
        raise LayerError(Message("import-memory", name, values={"mb": memory // 2**20}))
    if kind == "mistake":
        raise value
    return value


def size_of(path: Path) -> int:
    """Bytes of a file or of all files in a folder; 0 if they cannot be seen, which reading will tell.

    Parameters
    ----------
    path : Path
    """
    files = path.rglob("*") if path.is_dir() else [path]
    try:
        return sum(each.stat().st_size for each in files if each.is_file())
    except OSError:
        return 0


def _death(code: int | None, name: str, seconds: int, *, answered: bool) -> Message:
    number = -(code or 0)
    if not answered or (_COUNTS_TIME and number == signal.SIGXCPU):
        return Message("import-slow", name, values={"seconds": seconds})
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
    seconds: int,
) -> None:
    threading.Thread(target=_follow, args=(room,), daemon=True).start()
    try:
        _limit(memory, seconds)
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


def _limit(memory: int, seconds: int) -> None:
    # The parent hears Ctrl-C and ends this child; what else ends the parent is none of its business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    if not _COUNTS_TIME:
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if sys.platform != "linux":
        return
    import pyarrow as pa

    # Arrow's own allocator reserves a gigabyte of addresses at once, which the limit takes for memory.
    pa.set_memory_pool(pa.system_memory_pool())
    with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123
        held = int(pages.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (held + memory, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
