"""Strangers' files are read in a child process with limits of memory and time."""

import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from layers.messages import LayerError, Message
from mapgen.files import child

#: Memory that reading one file may take beyond what the process has already.
MEMORY_BYTES = 1200 * 2**20
#: Longest time of the processor that reading may take, s: for any file, and more for each MB of it. Five to
#: fifteen seconds read 100,000 features in 3 MB of Parquet or zipped Shapefiles, twenty 80 MB of KML.
TIME_S, TIME_S_PER_MB = 15, 1
#: So many times as long by the clock, for the computer may have other things to do.
_PATIENCE = 10

_COUNTS_TIME = sys.platform != "win32"


def apart(
    work: Callable[..., Any],
    *arguments: Any,
    name: str,
    room: Path | None = None,
    memory: int = MEMORY_BYTES,
    size: int = 0,
) -> Any:
    """Call a function in a child process that has limits.

    Parameters
    ----------
    work : callable
    *arguments : object
    room : Path, optional
        As `mapgen.files.child.apart` takes them.
    name : str
        What messages call the file.
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
    seconds = TIME_S + TIME_S_PER_MB * size // 2**20
    try:
        return child.apart(
            work,
            *arguments,
            room=room,
            begin=partial(_limit, memory, seconds),
            wait=seconds * (_PATIENCE if _COUNTS_TIME else 1),
        )
    except MemoryError:
        problem = Message("import-memory", name, values={"mb": memory // 2**20})
    except child.DiedError as death:
        if death.late or (_COUNTS_TIME and death.signal == signal.SIGXCPU):
            problem = Message("import-slow", name, values={"seconds": seconds})
        else:
            problem = Message("import-crashed", name, values={"cause": death.cause})
    raise LayerError(problem)


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


def _limit(memory: int, seconds: int) -> None:
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
