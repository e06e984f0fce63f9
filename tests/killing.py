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


def at_random(folder: Path, rounds: int, seed: int) -> dict[str, object]:
    """Kill at random moments between the start and a little after the end."""
    draw = random.Random(seed)  # noqa: S311
    lasted = []
    for _ in range(5):
        begun = time.perf_counter()
        write_all(folder, generation(0), "en")
        lasted.append(time.perf_counter() - begun)
    took = sorted(lasted)[2]
    told: dict[str, object] = {"old": 0, "new": 0, "killed": 0, "wrong": [], "most_stages": 0}
    before = "00000000"
    for number in range(1, rounds + 1):
        child = fork(lambda number=number: write_all(folder, generation(number), "en"))
        time.sleep(draw.uniform(0, 1.3 * took))
        os.kill(child, signal.SIGKILL)
        told["killed"] += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        after = found(folder)
        if after not in (before, f"{number:08d}"):
            told["wrong"].append([number, after])
            break
        told["new" if after != before else "old"] += 1
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


def builds(out: Path, rounds: int, seed: int, layers: list[Path]) -> dict[str, object]:
    """Kill whole builds of two layers folders by turns; beside each stands in ``out`` what it makes."""
    from mapgen.commands import build
    from mapgen.product import products  # noqa: F401 - so that the forks need not import it

    def run(number: int) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        build.run(None, out, layers[number], verify=False, lang="en")

    def look() -> list[bool]:
        return [holds(out, expected) for expected in outputs]

    outputs = [contents(folder.parent / "out") for folder in layers]
    draw, took = random.Random(seed), 0.0  # noqa: S311
    told: dict[str, object] = {"wrong": [], "killed": 0, "most_stages": 0, "outputs": []}
    for number in (0, 1):
        begun = time.perf_counter()
        os.waitpid(fork(lambda number=number: run(number)), 0)
        took = time.perf_counter() - begun
        told["outputs"].append(look()[number])
    for turn in range(rounds):
        child = fork(lambda turn=turn: run(turn % 2))
        # Most of a build reads and draws; the files are written at its end.
        time.sleep(draw.choice([draw.uniform(0, 1), draw.uniform(0.7, 1.1)]) * took)
        os.kill(child, signal.SIGKILL)
        told["killed"] += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        if not any(look()):
            told["wrong"].append(turn)
        told["most_stages"] = max(told["most_stages"], stages(out))
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
