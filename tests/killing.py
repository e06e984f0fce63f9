"""Kills runs of `write_all` with SIGKILL and looks at what is left; prints JSON. Run by test_faults.py.

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

from mapgen.writing import write_all

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


def stages(folder: Path) -> int:
    return len([*folder.parent.glob(".zonemap-*"), *folder.glob(".zonemap-*")])


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
        killed = struck(lambda number=number: write_all(folder, generation(number), "en"), draw.uniform(0, reach))
        told["killed"] += killed
        after = found(folder)
        if after not in (before, f"{number:08d}"):
            told["wrong"].append([number, after])
            break
        told["new" if after != before else "old"] += 1
        # How long a run takes changes with what else the machine does: the moments follow it.
        reach *= 1.05 if after == before else 0.85
        told["most_stages"] = max(told["most_stages"], stages(folder))
        before = after
    return told


def at_every_step(folder: Path) -> dict[str, object]:
    """Kill before the first call to the system, before the second, and so on to the last."""
    told: dict[str, object] = {"steps": 0, "wrong": [], "before": 0, "after": 0, "most_stages": 0}
    for number in range(1, 1000):
        write_all(folder, generation(0), "en")

        def work(number: int = number) -> None:
            left = number

            def count(event: str, _: object) -> None:
                nonlocal left
                if event.partition(".")[0] in ("open", "os", "shutil", "tempfile", "fcntl", "ctypes"):
                    left -= 1
                    if left == 0:
                        os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(count)
            write_all(folder, generation(1), "en")

        status = os.waitpid(fork(work), 0)[1]
        after = found(folder)
        if after not in ("00000000", "00000001"):
            told["wrong"].append([number, after])
        told["most_stages"] = max(told["most_stages"], stages(folder))
        if not os.WIFSIGNALED(status):
            break
        told["steps"] += 1
        told["before" if after == "00000000" else "after"] += 1
    return told


def builds(out: Path, kills: int, seed: int, layers: list[Path]) -> dict[str, object]:
    """Kill so many builds of two layers folders, by turns; beside each stands in ``out`` what it makes."""
    from mapgen.commands import build
    from mapgen.product import products  # noqa: F401 - so that the forks need not import it

    def run(number: int) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        build.run(None, out, layers[number], verify=False, lang="en")

    def look() -> list[bool]:
        return [holds(out, expected) for expected in outputs]

    outputs = [contents(folder.parent / "out") for folder in layers]
    draw, reach = random.Random(seed), 0.0  # noqa: S311
    told: dict[str, object] = {"wrong": [], "killed": 0, "finished": 0, "most_stages": 0, "outputs": []}
    for number in (0, 1):
        begun = time.perf_counter()
        os.waitpid(fork(lambda number=number: run(number)), 0)
        reach = time.perf_counter() - begun
        told["outputs"].append(look()[number])
    turn = 0
    while told["killed"] < kills and told["finished"] < 10 * kills:
        # Most of a build reads and draws; the files are written at its end.
        moment = draw.choice([draw.uniform(0, 1), draw.uniform(0.7, 1.1)]) * reach
        killed = struck(lambda turn=turn: run(turn % 2), moment)
        told["killed" if killed else "finished"] += 1
        reach *= 1.05 if killed else 0.85
        if not any(look()):
            told["wrong"].append(turn)
        told["most_stages"] = max(told["most_stages"], stages(out))
        turn += 1
    return told


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def holds(folder: Path, expected: dict[str, bytes]) -> bool:
    return contents(folder) == expected


def main() -> None:
    folder, rounds, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    if layers := [Path(each) for each in sys.argv[4:]]:
        sys.stdout.write(json.dumps(builds(folder, rounds, seed, layers)))
        return
    write_all(folder, {**generation(0), STRANGER: b"mine"}, "en")
    told = {"at_random": at_random(folder, rounds, seed), "at_every_step": at_every_step(folder)}
    write_all(folder, generation(9), "en")
    told["last"] = found(folder)
    told["stages_left"] = stages(folder)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
