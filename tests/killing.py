"""Kills runs of `write_all` with SIGKILL and looks at what is left; prints JSON. Run by test_killed.py.

A process of its own because it forks: it imports once, and each victim is a fork of it.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support import contents, stages

from mapgen.authoring.store import store
from mapgen.files.writing import write_all

FILES = 6
SIZE = 60_000
STRANGER = "kept/by-hand.txt"


def generation(number: int) -> dict[str, bytes]:
    """Files that all tell which run they come from; every second one lies in a subfolder."""
    text = f"{number:08d}".encode() * (SIZE // 8)
    return {f"{'sub/' * (i % 2)}{i}.txt": text for i in range(FILES)}


def found(folder: Path) -> str:
    """The one generation that a folder holds, or what is wrong with it."""
    seen = set()
    for name in generation(0):
        try:
            content = (folder / name).read_bytes()
        except FileNotFoundError:
            return f"{name} is gone"
        if content != content[:8] * (SIZE // 8):
            return f"{name} is torn: {len(content)} bytes"
        seen.add(content[:8].decode())
    if (folder / STRANGER).read_text("utf-8") != "mine":
        return f"{STRANGER} has changed"
    return seen.pop() if len(seen) == 1 else f"half of each: {sorted(seen)}"


def fork(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        code = 70
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def struck(work: Callable[[], None], moment: float) -> bool:
    """Whether a fork doing this work had to be killed at this moment, counted from its start."""
    child = fork(work)
    end = time.perf_counter() + moment
    while time.perf_counter() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.0005)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def at_random(folder: Path, rounds: int, seed: int) -> dict[str, object]:
    """Kill at random moments between the start and a little after the end."""
    draw, reach = random.Random(seed), 0.02  # noqa: S311
    told: dict[str, object] = {"old": 0, "new": 0, "killed": 0, "wrong": [], "most_stages": 0}
    before = "00000000"
    for number in range(1, rounds + 1):
        moment = draw.uniform(0, reach)
        killed = struck(lambda number=number: write_all(folder, generation(number)), moment)
        told["killed"] += killed
        after = found(folder)
        if after not in (before, f"{number:08d}"):
            told["wrong"].append([number, after])
            break
        told["new" if after != before else "old"] += 1
        # How long a run takes changes with what else the machine does: the moments follow it.
        reach *= 1.05 if after == before else 0.85
        told["most_stages"] = max(told["most_stages"], len(stages(folder)))
        before = after
    return told


def bring(folder: Path, number: int) -> None:
    """Write a generation as an import or `fmt` writes layer files."""
    files = generation(number)
    store(folder, files, {name: (folder / name).read_bytes() for name in files})


def export(folder: Path, number: int) -> None:
    """Write a generation as a build or an export does."""
    write_all(folder, generation(number))


def at_every_step(folder: Path, write: Callable[[Path, int], None]) -> dict[str, object]:
    """Kill before the first call to the system, before the second, and so on to the last."""
    told: dict[str, object] = {"steps": 0, "wrong": [], "before": 0, "after": 0, "most_stages": 0}
    for number in range(1, 1000):
        write(folder, 0)

        def work(number: int = number) -> None:
            left = number

            def count(event: str, _: object) -> None:
                nonlocal left
                if event.partition(".")[0] in ("open", "os", "shutil", "tempfile", "fcntl", "ctypes"):
                    left -= 1
                    if left == 0:
                        os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(count)
            write(folder, 1)

        status = os.waitpid(fork(work), 0)[1]
        after = found(folder)
        if after not in ("00000000", "00000001"):
            told["wrong"].append([number, after])
        told["most_stages"] = max(told["most_stages"], len(stages(folder)))
        if not os.WIFSIGNALED(status):
            break
        told["steps"] += 1
        told["before" if after == "00000000" else "after"] += 1
    return told


def command(kind: str, out: Path, sources: list[Path]) -> Callable[[int], None]:
    """A build or an export of one of two layers folders into ``out``, or an import of one of two files."""
    from mapgen.cli import build, export, import_
    from mapgen.exporting import formats  # noqa: F401
    from mapgen.importing import merge  # noqa: F401
    from mapgen.pages import site  # noqa: F401 - so that the forks need not import it

    def run(number: int) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        source = sources[number]
        if kind == "build":
            build.run(None, out, source, verify=False, tianditu_key=None, lang="en")
        elif kind == "import":
            import_.run(source, dry_run=False, delete=False, crs=None, layers=out, json=False, lang="en")
        else:
            export.run(None, kind.split("+"), None, out, "utf-8", source, lang="en")

    return run


def commands(
    out: Path, kills: int, seed: int, run: Callable[[int], None], expected: list[Path]
) -> dict[str, object]:
    """Kill so many runs, each of the one of two whose result is not there; results stand in ``expected``."""

    def look() -> list[bool]:
        return [holds(out, each) for each in outputs]

    outputs = [contents(folder) for folder in expected]
    draw, reach = random.Random(seed), 0.0  # noqa: S311
    told: dict[str, object] = {"wrong": [], "killed": 0, "finished": 0, "most_stages": 0, "outputs": []}
    for number in (0, 1):
        begun = time.perf_counter()
        os.waitpid(fork(lambda number=number: run(number)), 0)
        reach = time.perf_counter() - begun
        told["outputs"].append(look()[number])
    turn = 0
    while told["killed"] < kills and told["finished"] < 10 * kills and not told["wrong"]:
        # Most of a run reads and draws; the files are written at its end.
        moment = draw.choice([draw.uniform(0, 1), draw.uniform(0.7, 1.1)]) * reach
        other = 1 - look().index(True)
        killed = struck(lambda other=other: run(other), moment)
        told["killed" if killed else "finished"] += 1
        reach *= 1.05 if killed else 0.85
        if not any(look()):
            told["wrong"].append(turn)
        told["most_stages"] = max(told["most_stages"], len(stages(out)))
        turn += 1
    return told


def holds(folder: Path, expected: dict[str, bytes]) -> bool:
    # What a killed run leaves beside the files is no layer, and cleared away by the next.
    kept = {name: content for name, content in contents(folder).items() if ".zonemap-" not in name}
    return kept == expected


def main() -> None:
    folder, rounds, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    if sys.argv[4:]:
        kind, paths = sys.argv[4], [Path(each) for each in sys.argv[5:]]
        told = commands(folder, rounds, seed, command(kind, folder, paths[:2]), paths[2:])
        sys.stdout.write(json.dumps(told))
        return
    write_all(folder, {**generation(0), STRANGER: b"mine"})
    told = {"at_random": at_random(folder, rounds, seed)}
    told |= {"at_every_step": at_every_step(folder, export), "bringing": at_every_step(folder, bring)}
    write_all(folder, generation(9))
    told["last"] = found(folder)
    told["stages_left"] = len(stages(folder))
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
