"""Standard output that says of its errors that they are its own: every other error has another file."""

import io
from typing import TextIO


class StdoutError(Exception):
    """Nothing can be written to stdout: its disk is full, or its reader has gone.

    Not an OSError, which may come from any file.

    Parameters
    ----------
    cause : OSError
    """

    def __init__(self, cause: OSError) -> None:
        super().__init__(cause)
        self.cause = cause


class _Stdout(io.FileIO):
    def write(self, data: "io._WriteBuffer") -> int:  # type: ignore[name-defined]
        try:
            return super().write(data)
        except OSError as error:
            raise StdoutError(error) from None


def own(stream: TextIO) -> TextIO:
    """Stdout whose errors are `StdoutError`; other than a file or pipe (a Windows console) as it is."""
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)
    if type(raw) is not io.FileIO or not isinstance(stream, io.TextIOWrapper):
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(_Stdout(raw.fileno(), "wb", closefd=False)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
