"""Whether a folder holds what a build would make: nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from layers.locking import undisturbed
from layers.messages import Message, reason
from mapgen.files.errors import OutputError


@dataclass(frozen=True)
class Difference:
    """What keeps a folder from being what the layers make.

    Attributes
    ----------
    lacking, differing : list of str
        Files of the build that are not there, and that are there with other bytes.
    left_over : list of str
        Pages and layers that no build of these layers makes, such as those of a plan that is gone.
    """

    lacking: list[str]
    differing: list[str]
    left_over: list[str]

    def __bool__(self) -> bool:
        """True where a build would change a file."""
        return bool(self.lacking or self.differing)


def verify(folder: Path, files: Mapping[str, bytes]) -> Difference:
    """Compare a folder with the files of a build.

    Parameters
    ----------
    folder : Path
        Need not exist: then everything is lacking.
    files : mapping of str to bytes
        Content by name relative to the folder.

    Returns
    -------
    Difference

    Raises
    ------
    OutputError
        If a file cannot be read.
    """
    return undisturbed(folder, lambda: _compare(folder, files))


def _compare(folder: Path, files: Mapping[str, bytes]) -> Difference:
    lacking, differing = [], []
    for name, content in files.items():
        try:
            if (folder / name).read_bytes() != content:
                differing.append(name)
        except (FileNotFoundError, NotADirectoryError):
            lacking.append(name)
        except IsADirectoryError:
            differing.append(name)
        except OSError as error:
            why = {"reason": reason(error)}
            raise OutputError(Message("output-unreadable", str(folder / name), values=why)) from None
    found = [*folder.glob("*.html"), *folder.glob("geojson/*/*.geojson")]
    left_over = sorted({path.relative_to(folder).as_posix() for path in found} - files.keys())
    return Difference(lacking, differing, left_over)
