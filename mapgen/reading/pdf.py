"""Words of .pdf: the text of its pages, one below the other."""

import warnings
from pathlib import Path

from layers.messages import LayerError, Message
from mapgen.reading.opening import broken, missing

#: Pages that are read; a plan has a few hundred.
MAX_PAGES = 2_000


def text_of(path: Path, name: str) -> str:
    """Read the text of a document.

    Parameters
    ----------
    path : Path
    name : str
        What messages call it.

    Raises
    ------
    LayerError
        If it is encrypted, has no text, is broken or too long; if a package is missing.
    """
    try:
        import pypdf
    except ImportError:
        raise missing("pypdf") from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it grumbles about what it mends
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = pypdf.PdfReader(str(path))
            if reader.is_encrypted:
                raise LayerError(Message("reading-encrypted", name))
            if len(reader.pages) > MAX_PAGES:
                values = {"pages": len(reader.pages), "limit": MAX_PAGES}
                raise LayerError(Message("reading-pages", name, values=values))
            pages = [page.extract_text() for page in reader.pages]
    except (LayerError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - a parser of strangers' files raises what it likes
        raise broken(name, error) from None
    text = "\n".join(pages)
    if not any(char.isalnum() for char in text):
        raise LayerError(Message("reading-scanned", name, values={"pages": len(pages)}))
    # What no font says the letter of comes as a lone surrogate.
    return text.encode("utf-8", "replace").decode("utf-8")
