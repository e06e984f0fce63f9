"""What a command costs in CPU time and memory, and how fast that grows."""

import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Cost(NamedTuple):
    cpu_s: float
    memory_mb: float


def cost(words: list[object]) -> Cost:
    """Run a command and say what it took; the output of a command that fails is shown."""
    with tempfile.TemporaryFile() as said:
        run = subprocess.Popen(
            [sys.executable, *map(str, words)],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(
                    [str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
                ),
            },
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace")
        # check says 1 where it finds an error in the layers; a traceback says 1 as well
        if run.returncode not in ((0, 1) if "check" in words else (0,)) or "Traceback" in text:
            sys.exit(f"{words}: {text[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6)


def turns(jobs: dict[str, list[object]], repeats: int) -> dict[str, Cost]:
    """Median cost of each job; one round of all, then the next."""
    rounds = [{name: cost(words) for name, words in jobs.items()} for _ in range(repeats)]
    return {
        name: Cost(*(statistics.median(each[name][i] for each in rounds) for i in range(len(Cost._fields))))
        for name in jobs
    }


def exponent(costs: dict[int, Cost], least: int = 0) -> str:
    """Slope of log time over log size, by least squares.

    Both are taken beyond the smallest size, which stands for the start of the command: where time is in
    proportion to size, the slope is 1 however close the sizes are. Sizes count from `least` on, and where
    the start is no more than half of the time: below, what is left of it is about what two runs differ by.
    """
    first = min(costs)
    start = costs[first].cpu_s
    points = [
        (math.log(size - first), math.log(each.cpu_s - start))
        for size, each in costs.items()
        if size >= least and size > first and each.cpu_s >= 2 * start
    ]
    if len(points) < 2:
        return "not measured"
    slope, _ = statistics.linear_regression(*zip(*points, strict=True))
    return f"{slope:.2f}"


def machine() -> str:
    """What figures were measured on."""
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {system}"
