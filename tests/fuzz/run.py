"""Fuzz all targets in turn for a stated time; what fails is put among the inputs of the tests.

FUZZ_SECONDS (600), FUZZ_SEED (1), and names of targets as words, all of them by default.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
CRASHES = HERE / "crashes"
#: A run that takes longer is a finding, s; and one that takes more memory, MB.
SLOW_S, MEMORY_MB = 20, 2048


#: Folders for thousands of runs are made in memory, where there is such a place.
MEMORY = Path("/dev/shm")  # noqa: S108


def fuzzed(name: str, folder: Path, seconds: float, seed: int) -> tuple[int, Path | None, str]:
    """Fuzz one target: how often it ran, what it failed on, and with which exception of Python's."""
    found = folder / "found"
    shutil.rmtree(found, ignore_errors=True)
    found.mkdir()
    (folder / "corpus").mkdir(exist_ok=True)
    done = subprocess.run(
        [
            *(sys.executable, HERE / "one.py", name, folder / "corpus"),
            *(f"-seed={seed}", f"-max_total_time={max(1, round(seconds))}", f"-artifact_prefix={found}/"),
            *(f"-timeout={SLOW_S}", f"-rss_limit_mb={MEMORY_MB}", "-max_len=200000", "-print_final_stats=1"),
        ],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=within(folder),
    )
    failed = next((path for path in found.iterdir() if not path.name.startswith("slow-unit")), None)
    if done.returncode and failed is None:
        sys.exit(f"{name}: the fuzzer itself failed\n{done.stderr[-3000:]}")
    runs = [line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line]
    output = done.stdout + done.stderr
    _, raised, trace = output.partition("Uncaught Python exception")
    lines = [line for line in trace.splitlines() if line[:1].isalpha() and "Error" in line]
    exception = (lines or [raised])[0] if raised else ""
    return int(runs[-1]) if runs else 0, failed, exception


def within(folder: Path) -> dict[str, str]:
    """The environment of a process whose temporary folders go with ours, however it ends."""
    place = folder / "tmp"
    place.mkdir(exist_ok=True)
    return {**os.environ, "TMPDIR": str(place)}


def fails(name: str, file: Path, folder: Path) -> str:
    """What a command would meet: the last line of a traceback, or nothing."""
    words = [sys.executable, HERE / "targets.py", name, file]
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, check=False, timeout=6 * SLOW_S, env=within(folder)
        )
    except subprocess.TimeoutExpired:
        return f"longer than {6 * SLOW_S} s"
    return (
        "" if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
    )


def main() -> None:
    # Whoever ends us ends the fuzzer as well, and the folders of both go.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    sys.path.insert(0, str(HERE))
    from targets import TARGETS

    names = sys.argv[1:] or list(TARGETS)
    share = float(os.environ.get("FUZZ_SECONDS", "600")) / len(names)
    seed = int(os.environ.get("FUZZ_SEED", "1"))
    crashes = 0
    for name in names:
        begun, total, held, causes = time.monotonic(), 0, 0, set()
        memory = MEMORY if MEMORY.is_dir() and "TMPDIR" not in os.environ else None
        with tempfile.TemporaryDirectory(prefix="zonemap-fuzz-", dir=memory) as place:
            turn = seed
            while (left := share - (time.monotonic() - begun)) > 0:
                runs, failed, exception = fuzzed(name, Path(place), left, turn)
                total, turn = total + runs, turn + 1_000_003
                if failed is None:
                    break
                # A library that dies or takes all memory is held by the child process of a command; a
                # mistake in Python never is, even where the command does not show it.
                cause = fails(name, failed, Path(place)) or exception
                held += not cause
                if cause and cause not in causes:
                    causes.add(cause)
                    kept = CRASHES / name / hashlib.sha256(failed.read_bytes()).hexdigest()[:16]
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(failed, kept)
                    print(f"{name}: {cause[:300]}: {kept.relative_to(HERE.parents[1])}", flush=True)
        crashes += len(causes)
        note = f", {held} held by the child process" if held else ""
        print(f"{name}: {total} runs, {len(causes)} crashes{note}, seed {seed}", flush=True)
    sys.exit(bool(crashes))


if __name__ == "__main__":
    main()
