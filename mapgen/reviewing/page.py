"""The page for review as a file: whether it may be written, and what it holds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from layers.messages import Message, reason
from mapgen.files.asking import require_place
from mapgen.files.errors import OutputError
from mapgen.reviewing.draft import Draft


def require_page(page: Path | None, read: Path, *others: Path | None) -> None:
    """Refuse a page that cannot be written, before anything is read.

    Parameters
    ----------
    page : Path or None
    read : Path
        What the command reads, which the page must not replace.
    *others : Path or None
        What else it reads or writes.

    Raises
    ------
    OutputError
    """
    if page is None:
        return
    if page.suffix.lower() not in (".html", ".htm"):
        raise OutputError(Message("review-html", f"--page {page}"))
    taken = {each.resolve() for each in (read, *others) if each is not None}
    if page.resolve() in taken:
        raise OutputError(Message("review-overwrites", str(page)))
    try:
        require_place(page)
    except OSError as error:
        raise OutputError(Message("tally-unwritable", str(page), values={"reason": reason(error)})) from None


def page_bytes(
    draft: Draft, located: Mapping[str, Any] | None = None, beneath: Mapping[str, Any] | None = None
) -> bytes:
    """Return the page as the bytes of a file; parameters as for `render_review`."""
    from mapgen.pages.review import render_review  # folium takes a second to load

    return render_review(draft, located, beneath).encode("utf-8")
