"""Publishing over a line that is cut, falls silent or garbles at a moment that the test chooses."""

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from commands import command, one_line_each, run
from database import everything, publish
from proxy import Fault, Line
from support import ROOT, atlas_of, put

from mapgen.exporting import connection

FAULTS: list[Fault] = ["cut", "silence", "garble"]
#: So short that a test need not wait long, so long that a busy machine is not taken for a silent one.
PATIENCE = "&tcp_user_timeout=4000&connect_timeout=4"


@pytest.fixture
def changed(url: str, grid: Path) -> Path:
    """Layers that differ from what is in the database."""
    publish(url, atlas_of(grid))
    put(grid, "town/nodes", "town.north-point", name="改了名的北点")
    return grid


def name(url: str) -> str:
    return url.split("/")[3].split("?", maxsplit=1)[0]


def failed(line: Line, url: str, layers: Path) -> str:
    """The one line with which publishing over a broken line ends."""
    start = time.monotonic()
    with line.open():
        done = run("publish", line.url(name(url), PATIENCE), "--layers", layers, "--lang", "en")
    assert line.reached.is_set()
    assert time.monotonic() - start < 40
    assert done.exit_code == 2, done.output
    (told,) = one_line_each(done.output)
    return told


def asked(url: str, told: str) -> tuple[str, str]:
    """What the message says that the database will say, and what it says."""
    found = re.search(r"run (SELECT .*): ([0-9a-f]{12}) means that they did", told)
    assert found, told
    with psycopg.connect(url) as session:
        row = session.execute(found[1].encode()).fetchone()
    assert row
    return found[2], str(row[0])


@pytest.mark.parametrize("fault", FAULTS)
def test_an_answer_to_commit_that_is_lost_leaves_the_outcome_unknown(
    server: Path, url: str, changed: Path, fault: Fault
) -> None:
    before = everything(url)
    told = failed(Line(server, b"COMMIT", fault, forwarded=True), url, changed)
    assert "unchanged" not in told
    assert "unknown" in told
    expected, found = asked(url, told)
    assert found == expected
    assert everything(url) != before


@pytest.mark.parametrize("fault", ["cut", "silence"])
def test_a_commit_that_did_not_arrive_looks_the_same_but_for_the_stamp(
    server: Path, url: str, changed: Path, fault: Fault
) -> None:
    before = everything(url)
    told = failed(Line(server, b"COMMIT", fault), url, changed)
    assert "unchanged" not in told
    expected, found = asked(url, told)
    assert found != expected
    assert everything(url) == before


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("moment", [b"pg_advisory", b"COPY", "改了名".encode(), b"ANALYZE"])
def test_before_commit_nothing_has_changed(
    server: Path, url: str, changed: Path, moment: bytes, fault: Fault
) -> None:
    before = everything(url)
    # What is garbled must be an answer, and rows of a COPY get none before its end.
    told = failed(Line(server, moment, fault, forwarded=fault == "garble"), url, changed)
    assert "the database is unchanged" in told
    if fault == "silence":
        assert "no answer from the database for 4 s" in told
    assert everything(url) == before


def test_the_way_in_may_be_silent_too(server: Path, url: str, changed: Path) -> None:
    told = failed(Line(server, b"tester\0", "silence"), url, changed)
    assert "cannot be reached" in told
    assert "timeout" in told


def test_a_server_that_takes_no_more_bytes_is_silent(server: Path, url: str) -> None:
    """More than the buffers on the way hold: then it is our own sending that waits."""
    rows = [["x" * 1000]] * 40_000
    line = Line(server, b"xxxx", "silence")
    with line.open(), connection.Session(connection.Address(line.url(name(url), PATIENCE))) as session:
        session.execute("CREATE TEMPORARY TABLE long (words text)")
        start = time.monotonic()
        with pytest.raises(connection.OutputError) as caught:
            session.copy("COPY long FROM STDIN", rows)
    assert 3 < time.monotonic() - start < 20
    assert "server-silent" in str(caught.value)


def test_what_takes_longer_than_silence_but_goes_on_is_not_silent(url: str) -> None:
    def slow() -> Iterator[list[str]]:
        for number in range(8):
            time.sleep(0.4)
            yield [str(number)]

    with connection.Session(connection.Address(url + "&tcp_user_timeout=1500")) as session:
        session.execute("CREATE TEMPORARY TABLE slow (words text)")
        session.copy("COPY slow FROM STDIN", slow())
        for _ in range(4):
            session.execute("SELECT pg_sleep(0.6)")
        assert session.execute("SELECT count(*) FROM slow") == [(8,)]


def test_a_lock_is_given_up_before_the_server_seems_silent(url: str, changed: Path) -> None:
    before = everything(url)
    with psycopg.connect(url) as holder:
        holder.execute("LOCK TABLE zonemap.about IN ACCESS EXCLUSIVE MODE")
        done = run("publish", f"{url}&tcp_user_timeout=4000", "--layers", changed, "--lang", "en")
    (told,) = one_line_each(done.output)
    assert "lock timeout" in told
    assert "the database is unchanged" in told
    assert everything(url) == before


def test_whoever_interrupts_a_commit_is_told_what_is_unknown(server: Path, url: str, changed: Path) -> None:
    with Line(server, b"COMMIT", "silence", forwarded=True).open() as line:
        work = subprocess.Popen(
            command("publish", line.url(name(url)), "--layers", changed),
            cwd=ROOT, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        try:
            assert line.reached.wait(60)
            time.sleep(0.5)
            work.send_signal(signal.SIGINT)
            _, told = work.communicate(timeout=25)
        finally:
            work.kill()
    (told,) = one_line_each(told)
    assert "无法确定" in told
    assert work.returncode == 2


def test_the_stated_times() -> None:
    """As both documents state them."""
    plain = connection.Address("postgresql://host/gis")
    assert (plain.silence, connection.CONNECTING) == (30, 15)
    for document in ("docs/gis.md", "docs/gis.zh.md"):
        told = (ROOT / document).read_text("utf-8")
        assert re.search(r"15 (s|秒)", told), document
        assert re.search(r"30 (s|秒)", told), document
    assert connection.Address("postgresql://host/gis?tcp_user_timeout=500").silence == 0.5
    assert connection.Address("postgresql://host/gis?tcp_user_timeout=0").silence == float("inf")


def test_the_stamp_is_of_what_was_published(url: str, grid: Path) -> None:
    def stamp() -> Any:
        with psycopg.connect(url) as session:
            return session.execute("SELECT value FROM zonemap.about WHERE key = 'PUBLICATION'").fetchone()

    publish(url, atlas_of(grid))
    first = stamp()
    publish(url, atlas_of(grid))
    assert stamp() == first
    publish(url, atlas_of(grid), "4490")
    assert stamp() != first
    put(grid, "town/nodes", "town.north-point", name="改了名的北点")
    publish(url, atlas_of(grid))
    assert stamp() != first
