"""Files that are to be written, waiting on the disk: however many there are, memory holds one."""

import tempfile
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self


class Spool(Mapping[str, bytes]):
    """Files by name, in one temporary file; each is read when it is asked for.

    The temporary file has no name, so that it is gone with the process, however that ends.

    Raises
    ------
    OSError
        With the folder of temporary files, where that takes no more.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever opens the spool
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, name: str, content: bytes) -> None:
        """Put a file after those that are there."""
        try:
            self._file.seek(self._end)
            self._file.write(content)
            self._file.flush()
        except OSError as error:
            raise OSError(error.errno, error.strerror, tempfile.gettempdir()) from None
        self._places[name] = self._end, len(content)
        self._end += len(content)

    def __getitem__(self, name: str) -> bytes:
        start, size = self._places[name]
        self._file.seek(start)
        return self._file.read(size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
