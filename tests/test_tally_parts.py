"""Counting by parts: a killed run goes on where it ended, and a cluster comes to the same totals."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from commands import assert_told, command, printed, run
from support import ROOT
from tables import DAY, KIND, SALES, companies, places

from layers.assemble import Atlas
from mapgen.tallying import parts as counting
from mapgen.tallying import reading

FILES = 8


@pytest.fixture(scope="module")
def folder(own_atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables of some ten thousand rows each."""
    home = tmp_path_factory.mktemp("tables")
    where = places(own_atlas, 200_000)
    table = companies(where)
    for at in range(FILES):
        table[at::FILES].to_parquet(home / f"{at}.parquet")
    return home


@pytest.fixture
def assembled(own_atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapgen.cli.session.load", lambda _: own_atlas.catalog)
    monkeypatch.setattr("mapgen.cli.session.assemble", lambda _: own_atlas)


class Killed(BaseException):
    """Ends a run as nothing that a command catches does."""


OPTIONS = ("--by", KIND, "--year", DAY, "--sum", SALES)


@pytest.mark.usefixtures("assembled")
def test_a_killed_run_goes_on_where_it_ended(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = printed("tally", folder / "*.parquet", *OPTIONS)
    out = tmp_path / "r.json"
    words = ("tally", folder / "*.parquet", *OPTIONS, "--out", out)
    real = counting.count_part
    asked: list[str] = []

    def dying(part: reading.Part, *more: object, **others: object) -> object:
        asked.append(part.path)
        if len(asked) == 4:
            raise Killed
        return real(part, *more, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(counting, "count_part", dying)
    with pytest.raises(Killed):
        run(*words)
    assert not out.exists()
    again = run(*words)
    assert again.exit_code == 0
    assert "3 parts were counted by an earlier run" in again.stderr
    assert len(asked) == 4 + FILES - 3
    # To the last bit of the sums.
    assert json.loads(out.read_text("utf-8")) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


@pytest.mark.usefixtures("assembled")
def test_what_stays_of_a_run_that_failed_is_told(folder: Path, tmp_path: Path) -> None:
    last = tmp_path / "z.csv"
    last.write_text("a,b\nc,d\n", "utf-8")
    out = tmp_path / "r.csv"
    told = run("tally", folder / "0.parquet", folder / "1.parquet", last, "--out", out)
    assert_told(told, 2)
    assert "r.csv.parts: holds 2 parts that were counted" in told.stderr
    last.write_text("lon,lat\n113,22\n", "utf-8")
    again = run("tally", folder / "0.parquet", folder / "1.parquet", last, "--out", out)
    assert "2 parts were counted by an earlier run" in again.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"z.csv", "r.csv"}


@pytest.mark.usefixtures("assembled")
def test_what_cannot_be_written_is_told_before_anything_is_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # For root every folder can be written but a sealed one.
    monkeypatch.setattr(reading, "batches", lambda *_: pytest.fail("a table was read"))

    def sealed(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), "anything")

    monkeypatch.setattr("mapgen.files.asking.tempfile.TemporaryFile", sealed)
    for option, name in (("--out", "r.csv"), ("--map", "m.html")):
        told = run("tally", folder / "0.parquet", option, tmp_path / name)
        assert_told(told, 1)
        assert f"{tmp_path / name}: cannot be written (Read-only file system); check" in told.stderr


@pytest.mark.usefixtures("assembled")
def test_what_cannot_be_kept_is_told_by_the_name_of_the_result(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "anything")

    monkeypatch.setattr(Path, "write_text", full)
    told = run("tally", folder / "0.parquet", "--out", tmp_path / "r.csv")
    assert_told(told, 1)
    assert f"{tmp_path / 'r.csv'}: cannot be written (No space left on device)" in told.stderr


def test_what_has_changed_is_counted_anew(tmp_path: Path) -> None:
    zones = counting.Zones((("a", "a.b", "c"),), (b"",))
    asked = counting.Asked()
    file = tmp_path / "a.csv"
    file.write_text("lon,lat\n113,22\n", "utf-8")
    (part,) = reading.parts_of(file)
    kept = counting.Kept(tmp_path / "parts", zones, asked)
    found = counting.Counted(
        {(("a", None), 0): 3}, {(("a", None), 0): 0.1}, told=[("a", 1, "b", "c")], rows=4
    )
    kept.put(part, found)
    assert kept.get(part) == found
    assert counting.Kept(tmp_path / "parts", zones, counting.Asked(by=("x",))).get(part) is None
    file.write_text("lon,lat\n113,23\n", "utf-8")
    os.utime(file, ns=(1, 1))
    assert kept.get(part) is None
    for torn in (tmp_path / "parts").iterdir():
        torn.write_text('{"counts": [', "utf-8")
    assert kept.get(part) is None


def test_a_run_that_is_killed_leaves_no_half_result(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    words = command("tally", *sorted(folder.iterdir()), *OPTIONS, "--out", out)
    left = tmp_path / "r.csv.parts"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ZONEMAP_LANG": "en"}
    with subprocess.Popen(
        words, cwd=ROOT, env=environment, stderr=subprocess.PIPE, encoding="utf-8"
    ) as started:
        until = time.monotonic() + 60
        while not (left.exists() and any(left.glob("*.json"))):
            assert started.poll() is None
            assert time.monotonic() < until
            time.sleep(0.002)
        started.send_signal(signal.SIGKILL)
    assert started.returncode == -signal.SIGKILL, (
        "it was done before it could be killed: larger files are needed"
    )
    assert not out.exists()
    assert len(list(left.glob("*.json"))) < FILES
    again = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert "were counted by an earlier run" in again.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


# ---------------------------------------------------------------- on a cluster


def _started(words: list[str]) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    return subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.PIPE, encoding="utf-8")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list["subprocess.Popen[str]"]]]:
    """A scheduler's address, and the processes of itself and of two workers."""
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    told = tmp_path / "scheduler.json"
    started = [_started([*dask, "--no-dashboard", "--scheduler-file", str(told)])]
    try:
        until = time.monotonic() + 60
        while not told.exists():
            assert time.monotonic() < until, "the scheduler did not start"
            time.sleep(0.05)
        address = json.loads(told.read_text("utf-8"))["address"]
        worker = [
            sys.executable,
            "-m",
            "distributed.cli.dask_worker",
            address,
            "--nthreads",
            "1",
            "--no-nanny",
        ]
        workers = [
            _started([*worker, "--no-dashboard", "--local-directory", str(tmp_path / f"worker-{at}")])
            for at in range(2)
        ]
        started += workers
        yield address, started
    finally:
        for each in reversed(started):
            each.kill()
            each.communicate()


def test_a_cluster_comes_to_the_same_totals_though_a_worker_is_killed(
    folder: Path, tmp_path: Path, cluster: tuple[str, list["subprocess.Popen[str]"]]
) -> None:
    from distributed import Client

    address, (_, *workers) = cluster
    expected = printed("tally", folder / "*.parquet", *OPTIONS)
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        out = tmp_path / "r.json"
        words = command("tally", folder / "*.parquet", *OPTIONS, "--cluster", address, "--out", out)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "ZONEMAP_LANG": "en"}
        with subprocess.Popen(
            words, cwd=ROOT, env=environment, stderr=subprocess.PIPE, encoding="utf-8"
        ) as counting_:
            left = tmp_path / "r.json.parts"
            until = time.monotonic() + 90
            while not (left.exists() and any(left.glob("*.json"))):
                assert counting_.poll() is None
                assert time.monotonic() < until
                time.sleep(0.002)
            workers[0].kill()
            done_by_then = len(list(left.glob("*.json")))
            said = counting_.communicate(timeout=120)[1]
        assert counting_.returncode == 0, said
        assert done_by_then < FILES, "all parts were done before a worker could be killed"
        assert len(client.scheduler_info()["workers"]) == 1
    assert json.loads(out.read_text("utf-8")) == expected


@pytest.mark.usefixtures("assembled")
@pytest.mark.parametrize("lost", ["workers", "hung", "scheduler"])
def test_a_count_ends_when_a_cluster_dies(
    lost: str,
    folder: Path,
    tmp_path: Path,
    cluster: tuple[str, list["subprocess.Popen[str]"]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mapgen.tallying.cluster._PATIENCE_S", 10)
    address, processes = cluster
    out, real = tmp_path / "r.json", counting.Kept.put
    ended: list[float] = []

    def put(self: counting.Kept, part: reading.Part, found: counting.Counted) -> None:
        real(self, part, found)
        for each in processes[:1] if lost == "scheduler" else processes[1:]:
            each.send_signal(signal.SIGSTOP if lost == "hung" else signal.SIGKILL)
        ended.append(time.monotonic())

    monkeypatch.setattr(counting.Kept, "put", put)
    told = run("tally", folder / "*.parquet", "--cluster", address, "--out", out)
    took = time.monotonic() - ended[-1]
    assert told.exit_code == 2
    said = [line for line in told.stderr.splitlines() if line.startswith("zonemap: ")]
    why = "the cluster has had no worker for 10 s; check memory"
    if lost == "scheduler":
        why = "the connection to the scheduler broke; check the network"
    assert said[0].startswith(f"zonemap: {address}: {why}")
    assert len(said) == 2
    assert "r.json.parts: holds" in said[1]
    assert took < 25
    assert not out.exists()


def test_a_cluster_that_is_not_there_takes_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapgen.tallying.cluster._PATIENCE_S", 1)
    told = run("tally", folder / "0.parquet", "--cluster", "tcp://127.0.0.1:9")
    assert_told(told, 1)
    assert "tcp://127.0.0.1:9: the cluster cannot be reached" in told.stderr
    monkeypatch.setitem(sys.modules, "distributed", None)
    told = run("tally", folder / "0.parquet", "--cluster", "tcp://127.0.0.1:9")
    assert_told(told, 1)
    assert "--cluster needs distributed; run: pip install 'zonemap[cluster]'" in told.stderr


def test_batches_do_not_change_a_count(
    folder: Path, own_atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mapgen.tallying.zones import zones_of

    zones = zones_of(own_atlas, ["nansha", "guangzhou"])
    asked = counting.Asked(by=(KIND,), total=SALES)
    (part,) = reading.parts_of(folder / "0.parquet")
    whole = counting.count_part(part, zones, asked, 10**6)
    monkeypatch.setattr("mapgen.tallying.parquet.BATCH", 1_000)
    monkeypatch.setattr("mapgen.tallying.counting._WAITING", 50)
    monkeypatch.setattr("mapgen.tallying.counting._DENSE", 10)
    small = counting.count_part(part, zones, asked, 10**6)
    assert small.counts == whole.counts
    assert (small.rows, small.outside, small.several) == (whole.rows, whole.outside, whole.several)
    assert small.sums.keys() == whole.sums.keys()
    assert np.allclose([small.sums[key] for key in whole.sums], [*whole.sums.values()], rtol=1e-12)
