"""Addresses of databases: no piece of a password in any output, and one line for whatever answers there."""

import logging
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from commands import one_line_each, run
from hypothesis import given
from hypothesis import strategies as st
from support import GRID

from mapgen.exporting.connection import Address
from mapgen.files.errors import OutputError

#: The pieces of every password here: none may be seen.
PIECES = ("alpha", "omega")

#: What a person may write without thinking of what libpq makes of it.
UNCLEAR = [
    *(f"postgresql://u:alpha{sign}omega@127.0.0.1:1/gis" for sign in "/@?#% \t"),
    "postgresql://u:alpha%zzomega@127.0.0.1:1/gis",
    "postgresql://u:alpha@@omega@127.0.0.1:1/gis",
    "postgresql://u:alpha/@omega@127.0.0.1:1/gis",
    "postgresql://u:1/omega@127.0.0.1:1/gis",
    "postgresql://u:@alphaomega@127.0.0.1:1/gis",
    "postgresql://u:/alphaomega@127.0.0.1:1/gis",
    "postgresql://u:#alphaomega@127.0.0.1:1/gis",
    "postgresql://u:alphaomega",
    "postgresql://u:alphaomega/gis",
    "postgresql://u:alphaomega@127.0.0.1:port/gis",
    "postgresql://u:alphaomega@127.0.0.1:1/gis?passwort=x",
    "postgresql://u:x@127.0.0.1:1/gis?password=alpha@omega",
    "postgresql://u:x@127.0.0.1:1/gis?password=alpha&omega",
    "postgresql://u:alphaomega@[127.0.0.1/gis",
    "postgresql:u:alphaomega@127.0.0.1/gis",
    "mysql://u:alphaomega@127.0.0.1/gis",
    "jdbc:postgresql://127.0.0.1/gis?user=u&password=alphaomega",
    "u:alphaomega@127.0.0.1/gis",
    "host=127.0.0.1 port=1 user=u password=alphaomega",
    "host=127.0.0.1 password='alpha omega",
    "password = alphaomega",
    "alphaomega",
]  # fmt: skip

#: What can be read in one way; nobody listens there.
CLEAR = [
    "postgresql://u:alphaomega@127.0.0.1:1/gis",
    "postgres://u:alpha%2Fomega@127.0.0.1:1/gis",
    "postgresql://u:alpha%40omega@127.0.0.1:1/gis?connect_timeout=2",
    "postgresql://u:alpha:omega@127.0.0.1:1/gis",
    "postgresql://127.0.0.1:1/gis?user=u&password=alphaomega",
    "postgresql://u@127.0.0.1:1/gis?sslpassword=alphaomega",
    "postgresql://u:alphaomega@127.0.0.1,127.0.0.1:1/gis?port=1",
    "postgresql://u:alphaomega@127.0.0.1:1/gis?sslmode=perhaps",
    "postgresql://u:alphaomega@/gis?host=/nowhere",
    "postgresql://u:alphaomega@127.0.0.1:1/gis?connect_timeout=abc",
    "postgresql://u:alphaomega@127.0.0.1:1/gis?connect_timeout=1e3",
    "postgresql://u:alphaomega@127.0.0.1:1/gis?tcp_user_timeout=soon",
    "postgresql://u:alphaomega@127.0.0.1:99999/gis",
    "postgresql:///?host=127.0.0.1&port=1&dbname=host%3Dx%20password%3Dalphaomega",
    "postgresql://u:x@127.0.0.1:1/gis%20password=alphaomega",
]


def refused(address: str, *more: str, **environment: str) -> str:
    """The line with which publishing to an address ends."""
    done = run("publish", address, *more, "--layers", GRID, **environment)
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    (told,) = one_line_each(done.output)
    assert not any(piece in told for piece in PIECES), told
    return told


@pytest.mark.parametrize("address", UNCLEAR)
def test_an_unclear_address_is_not_repeated(address: str) -> None:
    told = refused(address)
    assert "%40 %2F" in told
    assert "127.0.0.1" not in told


@pytest.mark.parametrize("address", CLEAR)
def test_a_clear_address_is_named_without_its_password(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        told = refused(address)
    assert told.startswith("zonemap: postgresql://")
    assert not any(piece in caplog.text for piece in PIECES)


@pytest.mark.parametrize("more", [("postgresql://u:alpha@omega/gis",), ("omega@127.0.0.1/gis",)])
def test_a_piece_of_an_address_is_not_taken_for_a_plan(more: tuple[str]) -> None:
    refused("postgresql://u:12@127.0.0.1:1/gis", *more)
    refused("town", *more)


@pytest.mark.parametrize("command", [["list"], ["build"], [], ["export"], ["diff", "x"], ["check", "--json"]])
def test_an_address_in_the_wrong_place_is_not_repeated(command: list[str]) -> None:
    for address in ("postgresql://u:alphaomega@127.0.0.1/gis", "postgresql://u:alpha/@omega@127.0.0.1/gis"):
        done = run(*command, address)
        assert done.exit_code == 2
        assert not any(piece in done.output for piece in PIECES), done.output


def test_passwords_of_the_environment_and_of_a_service_are_not_told(tmp_path: Path) -> None:
    service = tmp_path / "service.conf"
    service.write_text(
        "[office]\nhost=127.0.0.1\nport=1\npassword=alphaomega\n[broken]\nalphaomega\n", "utf-8"
    )
    place = "postgresql://u@127.0.0.1:1/gis"
    assert "127.0.0.1" in refused(place, PGPASSWORD="alphaomega")
    files = {"PGSERVICEFILE": str(service)}
    refused("postgresql:///gis?service=office", **files)
    refused("postgresql:///gis?service=broken", **files)
    refused("postgresql:///gis?service=nowhere", **files)
    refused("postgresql:///gis", **files, PGSERVICE="broken")
    refused(place, PGCONNECT_TIMEOUT="abc")


def test_what_an_address_means_is_what_it_says() -> None:
    address = Address("postgresql://u:p@[::1]:5433/gis?connect_timeout=3")
    assert (address.name, address.connecting) == ("postgresql://[::1]:5433/gis", 3)
    assert Address("postgresql://h/%E4%B8%AD%E6%96%87").name == "postgresql://h/中文"
    assert Address("postgresql:///gis?host=/run/pg&user=u").name == "postgresql:///run/pg/gis"


@pytest.mark.parametrize(
    ("hosts", "named"),
    [
        ("[::1]:5433", "[::1]:5433"),
        ("[2001:db8::7]", "[2001:db8::7]"),
        ("[fe80::1%25eth0]:5433", "…:5433"),
        ("[::1]:5433,10.0.0.2:5434", "[::1]:5433,10.0.0.2:5434"),
        ("10.0.0.2,[::1]:5434", "10.0.0.2,[::1]:5434"),
        ("h,[::1]", "h,[::1]"),
        (":5433", ":5433"),
    ],
)
def test_a_name_can_be_used_as_an_address(hosts: str, named: str) -> None:
    """As it stood there: without brackets, a port would be one more piece of an IPv6 address."""
    assert Address(f"postgresql://u:p@{hosts}/gis").name == f"postgresql://{named}/gis"


def test_one_port_is_that_of_all_hosts() -> None:
    assert Address("postgresql://[::1],h/gis?port=7").name == "postgresql://[::1]:7,h:7/gis"


@given(st.text(st.characters(codec="utf-8", exclude_characters=":"), min_size=3, max_size=12))
def test_a_name_holds_nothing_of_a_password(password: str) -> None:
    """Whatever the password, unescaped: the address is refused, or its name is that of the right database."""
    try:
        name = Address(f"postgresql://u:{password}@host.example:5433/gis").name
    except OutputError as error:
        assert [message.file for message in error.messages] == [""]  # noqa: PT017 - either way is right
    else:
        assert name == "postgresql://host.example:5433/gis"


@contextmanager
def answering(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """Somebody on a port who is no PostgreSQL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    with client, suppress(OSError):
                        talk(client)

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


def echo_password(client: socket.socket) -> None:
    """Ask for the password and repeat it."""
    client.recv(1 << 16)
    client.sendall(message(b"R", struct.pack("!I", 3)))
    said = client.recv(1 << 16)[5:].rstrip(b"\0")
    client.sendall(message(b"E", b"SFATAL\0C28P01\0Mno " + said + b"\nDETAIL: " + said + b"\0\0"))


def talking(*answers: bytes) -> Callable[[socket.socket], None]:
    def talk(client: socket.socket) -> None:
        for answer in answers:
            client.recv(1 << 16)
            client.sendall(answer)

    return talk


BEGUN = message(b"C", b"BEGIN\0") + message(b"Z", b"T")
#: One row of one column in a format that there is not, for which psycopg has no error of its own.
ODD = (
    message(b"1", b"")
    + message(b"2", b"")
    + message(b"T", b"\0\1x\0" + struct.pack("!IhIhih", 0, 0, 25, -1, -1, 7777))
    + message(b"D", struct.pack("!hi", 1, 1) + b"x")
    + message(b"C", b"SELECT 1\0")
    + message(b"Z", b"T")
)
LET_IN = message(b"R", struct.pack("!I", 0)) + message(b"Z", b"I")


@pytest.mark.parametrize(
    ("talk", "mode"),
    [
        (talking(), "disable"),
        (talking(b""), "prefer"),
        (talking(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 20), "disable"),
        (talking(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "require"),
        (talking(b"N"), "require"),
        (talking(b"S", os.urandom(300)), "require"),
        (talking(b"\0" * 5000), "disable"),
        (talking(b"E\xff\xff\xff\xff\xff"), "disable"),
        (talking(b"E\0\0\0\x0cSFATAL\xff\xfe"), "disable"),
        (talking(message(b"R", struct.pack("!I", 5) + b"salt"), LET_IN), "disable"),
        (talking(LET_IN), "disable"),
        (talking(LET_IN, b"\xff" * 500), "disable"),
        (
            talking(LET_IN, message(b"C", b"BEGIN\0") + message(b"Z", b"T"), message(b"T", b"\0\1x\0")),
            "disable",
        ),
        (talking(LET_IN, BEGUN, ODD), "disable"),
        (echo_password, "disable"),
    ],
)
def test_whoever_answers_it_is_one_line(talk: Callable[[socket.socket], None], mode: str) -> None:
    with answering(talk) as port:
        place = f"postgresql://u:alphaomega@127.0.0.1:{port}/gis?connect_timeout=2&tcp_user_timeout=3000"
        refused(f"{place}&sslmode={mode}")
