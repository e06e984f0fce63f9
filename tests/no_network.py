"""Runs ``zonemap`` where the network is forbidden. Run by test_offline.py.

The kernel refuses the system call (seccomp), so that libraries in C are meant as well: PROJ and
GDAL have network code of their own. ``--try`` reaches out, to show that the guard bites.
"""

import ctypes
import errno
import platform
import socket
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

#: Per machine the kernel's name of it, and the numbers of socket, and of connect, sendto, sendmsg, sendmmsg.
CALLS = {
    "x86_64": (0xC000003E, 41, (42, 44, 46, 307)),
    "aarch64": (0xC00000B7, 198, (203, 206, 211, 269)),
}
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def forbid(way: str) -> None:
    """Forbid the network to this process and its children.

    Parameters
    ----------
    way : {"kill", "refuse"}
        Whatever would reach out (connect, send) ends the process with SIGSYS; or there are no
        sockets for the internet at all, and whoever asks for one is told EACCES. (Merely to make
        a socket is no sin: urllib3 does, to find out whether there is IPv6, when folium imports it.)
    """
    architecture, socket_, reaching_out = CALLS[platform.machine()]
    if way == "kill":
        tests = [(_EQUAL, len(reaching_out) - i, 0, call) for i, call in enumerate(reaching_out)]
        body = [*tests, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _KILL)]
    else:
        body = [
            (_EQUAL, 0, 3, socket_),
            (_LOAD, 0, 0, 16),  # its first argument: the family
            (_EQUAL, 2, 0, int(socket.AF_INET)),
            (_EQUAL, 1, 0, int(socket.AF_INET6)),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _ERRNO | errno.EACCES),
        ]
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # number of the call
        *body,
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = _Program(len(steps), ctypes.cast(code, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0
    ):
        sys.exit(f"the kernel allows no filter (seccomp): errno {ctypes.get_errno()}")


def main() -> None:
    way, *words = sys.argv[1:]
    forbid(way)
    if words == ["--try"]:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
        return
    sys.argv = ["zonemap", *words]
    from mapgen.cli.start import main as zonemap

    zonemap()


if __name__ == "__main__":
    main()
