"""A line to PostgreSQL that fails on demand: cut, silent or garbled at a moment of the conversation."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

#: What happens at the moment: the line is cut, falls silent, or carries other bytes from the server.
Fault = Literal["cut", "silence", "garble"]


@dataclass
class Line:
    """A proxy on 127.0.0.1 before a server on a Unix socket.

    Attributes
    ----------
    folder : Path
        Where the server's socket is.
    moment : bytes
        The fault comes with the first bytes of the client that contain these.
    fault : {"cut", "silence", "garble"}
    forwarded : bool
        Whether the server still gets those bytes; then the fault waits for its answer and keeps it.
    garbage : callable
        What becomes of the server's bytes if the fault is to garble them.
    """

    folder: Path
    moment: bytes
    fault: Fault
    forwarded: bool = False
    garbage: Callable[[bytes], bytes] = lambda _: b"HTTP/1.1 400 Bad Request\r\n\r\n"
    reached: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def url(self, database: str, words: str = "") -> str:
        """Address of a database through this line."""
        return f"postgresql://tester@127.0.0.1:{self.port}/{database}?sslmode=disable{words}"

    @contextmanager
    def open(self) -> Iterator["Line"]:
        """Listen, for one conversation after the other."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
            threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
            yield self
            # A thread in accept() is woken by this, not by close().
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self.folder / ".s.PGSQL.5432"))
                for work in (self._up, self._down):
                    threading.Thread(target=work, args=(client, server), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        """From the client to the server, until the moment has come."""
        with suppress(OSError):
            while data := client.recv(1 << 16):
                if self.moment in data and not self.reached.is_set():
                    self.reached.set()
                    if not self.forwarded and self.fault != "garble":
                        return self._end(client, server) if self.fault == "cut" else None
                server.sendall(data)
            self._end(client, server)
        return None

    def _down(self, client: socket.socket, server: socket.socket) -> None:
        """From the server to the client; once the moment has come, what the fault leaves of it."""
        with suppress(OSError):
            while data := server.recv(1 << 16):
                if self.reached.is_set():
                    if self.fault == "cut":
                        return self._end(client, server)
                    if self.fault == "silence":
                        continue
                    data = self.garbage(data)
                client.sendall(data)
            self._end(client, server)
        return None

    @staticmethod
    def _end(*both: socket.socket) -> None:
        for one in both:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
