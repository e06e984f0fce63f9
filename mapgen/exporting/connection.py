"""A connection to PostgreSQL: its address, how long a silent server is waited for, and what went wrong.

No password leaves this module: an address is named only if it can be read in one way.
"""

import logging
import math
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import zip_longest
from typing import Any, LiteralString, Self

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from layers.messages import Message
from mapgen.files.errors import OutputError

#: How long a server may take to let us in, and to answer later, unless the address says otherwise, s.
CONNECTING, SILENCE = 15, 30

#: An address in which no unescaped sign of a password can end it early: libpq would take the rest for a host,
#: a port or a database, and name them in its errors.
_CLEAR = re.compile(r"postgres(?:ql)?://([^@/?#\s]*@)?[^@/?#\s]*(/[^@/?#\s]*)?(\?[^@?#\s]*)?")
_NAME = re.compile(r"[\w.,:/\[\]+~-]*")
_NUMBER = re.compile(r"[0-9]{1,9}")
_LONGEST_REASON = 300

#: A damaged stream makes not only errors of psycopg but also values that it cannot read.
_TROUBLE = (psycopg.Error, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

Statement = LiteralString | sql.Composed

# What psycopg logs of a lost connection is in our message.
logging.getLogger("psycopg").addHandler(logging.NullHandler())


class Address:
    """Where a database is.

    Parameters
    ----------
    url : str
        ``postgresql://…``; what it leaves out comes from the environment, as with psql.

    Attributes
    ----------
    url : str
    name : str
        What messages call it: host, port and database.
    connecting : int or None
        Seconds that connecting may take, if the address says so.
    silence : float
        Seconds that a server may be silent: the ``tcp_user_timeout`` of the address (there in ms, 0 for
        ever), which means the same for what has been sent but not acknowledged.

    Raises
    ------
    OutputError
        If it cannot be read, or could be read in two ways; then nothing of it is repeated.
    """

    def __init__(self, url: str) -> None:
        try:
            parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
        except (psycopg.Error, UnicodeError):
            raise OutputError(Message("url-wrong")) from None
        ports = parts.get("port", "").split(",")
        if not (
            _CLEAR.fullmatch(url) and url.isprintable() and all(map(_NUMBER.fullmatch, filter(None, ports)))
        ):
            raise OutputError(Message("url-wrong"))
        self.url, self._parts = url, parts
        place = _place(parts.get("host", "").split(","), ports)
        self.name = f"postgresql://{place}/{_plain(parts.get('dbname', ''))}"
        self.connecting = self._number("connect_timeout")
        silence = self._number("tcp_user_timeout")
        self.silence = SILENCE if silence is None else silence / 1000 or math.inf

    def _number(self, key: str) -> int | None:
        value = self._parts.get(key)
        if value is not None and not _NUMBER.fullmatch(value):
            raise OutputError(Message("url-number", self.name, key))
        return None if value is None else int(value)

    @property
    def secrets(self) -> set[str]:
        """Passwords in the address and in the environment."""
        options = [*pq.Conninfo.parse(self.url.encode()), *pq.Conninfo.get_defaults()]
        hidden = [option.val for option in options if option.dispchar == b"*"]
        return {value.decode(errors="replace") for value in hidden if value}


def _place(hosts: list[str], ports: list[str]) -> str:
    """Hosts as an address writes them, each with its port, or with the one that is all of theirs."""
    if len(ports) == 1:
        ports *= len(hosts)
    # The colons of an IPv6 address would run into that of the port.
    named = [f"[{host}]" if ":" in _plain(host) else _plain(host) for host in hosts]
    pairs = zip_longest(named, ports, fillvalue="")
    return ",".join(f"{host}:{port}" if port else host for host, port in pairs)


def _plain(text: str) -> str:
    return text if _NAME.fullmatch(text) else "…"


class Session:
    """A transaction, on a connection that ends when the server is silent for too long.

    Left without `commit`, it changes nothing.

    Parameters
    ----------
    address : Address

    Raises
    ------
    OutputError
        If the database cannot be reached; from the methods, if it does not do what it is asked.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._secrets = address.secrets
        self._deadline = math.inf
        self._silent = False
        self._over = threading.Event()
        more: dict[str, Any] = {"application_name": "zonemap", "client_encoding": "UTF8"}
        if address.connecting is None and "PGCONNECT_TIMEOUT" not in os.environ:
            more["connect_timeout"] = CONNECTING
        try:
            self._connection = psycopg.connect(address.url, **more)
        except _TROUBLE as error:
            if isinstance(error, psycopg.Error) and error.pgconn:
                self._secrets.add(error.pgconn.password.decode(errors="replace"))
            raise self._failed("database-unreachable", error) from None
        self._secrets.add(self._connection.info.password)
        self._cursor = self._connection.cursor()

    def __enter__(self) -> Self:
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._connection.close()

    def execute(self, query: Statement, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement; returns its rows."""
        with self._answered():
            done = self._cursor.execute(query, values or None)
            return done.fetchall() if done.description else []

    def copy(self, query: Statement, rows: Iterable[Sequence[Any]]) -> None:
        """Send rows to a COPY."""
        with self._answered(), self._cursor.copy(query) as stream:
            for row in rows:
                self._wait_from_now()
                stream.write_row(row)

    def commit(self) -> Message | str | None:
        """Make it last.

        Returns
        -------
        Message or str or None
            None if it was done. If the answer was lost, why: nobody here knows then whether it was done.
        """
        self._wait_from_now()
        try:
            with _interruptible():
                self._connection.commit()
        except KeyboardInterrupt:
            return Message("commit-interrupted")
        except _TROUBLE as error:
            # Only a server that answered and has no transaction any more has certainly undone it.
            if (
                isinstance(error, psycopg.Error)
                and self._connection.info.transaction_status == TransactionStatus.IDLE
            ):
                raise self._failed("publish-failed", error) from None
            return self._reason(error)
        finally:
            self._deadline = math.inf
        return None

    @contextmanager
    def _answered(self) -> Iterator[None]:
        self._wait_from_now()
        try:
            yield
        except _TROUBLE as error:
            raise self._failed("publish-failed", error) from None
        finally:
            self._deadline = math.inf

    def _failed(self, code: str, error: Exception) -> OutputError:
        return OutputError(Message(code, self.address.name, values={"reason": self._reason(error)}))

    def _reason(self, error: BaseException) -> Message | str:
        """Why, without passwords: a broken server may have sent one back."""
        if self._silent:
            return Message("server-silent", values={"seconds": f"{self.address.silence:g}"})
        if not isinstance(error, psycopg.Error):
            return Message("server-garbled", values={"error": type(error).__name__})
        text = " ".join((error.diag.message_primary or str(error)).split()) or type(error).__name__
        for secret in sorted(self._secrets - {""}, key=len, reverse=True):
            text = text.replace(secret, "…")
        return text[:_LONGEST_REASON]

    def _wait_from_now(self) -> None:
        self._deadline = time.monotonic() + self.address.silence

    def _watch(self) -> None:
        """Hang up after the deadline: what waits for the server then gets an error."""
        # The server's timeouts do not help here: it is the network, or the server itself, that is silent.
        while not self._over.wait(0.2):
            if time.monotonic() > self._deadline:
                self._silent = True
                with suppress(OSError, psycopg.Error), self._line() as line:
                    line.shutdown(socket.SHUT_RDWR)
                return

    def _line(self) -> socket.socket:
        return socket.fromfd(self._connection.fileno(), socket.AF_INET, socket.SOCK_STREAM)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Signals as KeyboardInterrupt: whoever stops a commit is to be told that its outcome is unknown."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
