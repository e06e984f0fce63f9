"""An extract opened: what is wrong with one is not what is wrong with layers of plans."""

from pathlib import Path

from layers.messages import LayerError, Message
from mapgen.importing.osm import Extract
from mapgen.importing.reader import Overrides, Table, read

#: What reading says of any file, and what is said of an extract instead.
_INSTEAD = {
    "import-format": "locate-format",
    "import-large": "locate-large",
    "import-many": "locate-many",
    "import-memory": "locate-memory",
    "import-slow": "locate-slow",
    "xml-not-kml": "locate-format",
}


def tables(path: Path, wanted: Extract) -> list[Table]:
    """Read what is wanted of an extract.

    Parameters
    ----------
    path : Path
    wanted : Extract
        With words.

    Returns
    -------
    list of Table

    Raises
    ------
    LayerError
        What reading raises, with what helps for an extract.
    """
    try:
        return read(path, Overrides(), wanted)
    except LayerError as error:
        raise of_extract(error) from None


def of_extract(error: LayerError) -> LayerError:
    """Return what reading a file says as what is to be said of an extract.

    Parameters
    ----------
    error : LayerError
        What `mapgen.importing.reader.read` raised.

    Returns
    -------
    LayerError
    """
    return LayerError(*map(_told, error.messages))


def _told(message: Message) -> Message:
    code = _INSTEAD.get(message.code)
    return message if code is None else Message(code, message.file, message.feature, message.values)
