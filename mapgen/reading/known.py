"""Names that structure has found, and where a text has them."""

from collections.abc import Iterable, Iterator

#: Letters of a name at least.
_SHORTEST = 2


class Known:
    """Names that structure has found: they count wherever they stand.

    Parameters
    ----------
    names : iterable of str
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, set[str]] = {}
        for each in names:
            self.add(each)

    def add(self, name: str) -> None:
        """Add a name; one letter is none.

        Parameters
        ----------
        name : str
        """
        if len(name) >= _SHORTEST:
            self._by_first.setdefault(name[:_SHORTEST], set()).add(name)

    def places(self, text: str) -> Iterator[tuple[int, str]]:
        """Find the names in a text, where they stand, in time by its length.

        Parameters
        ----------
        text : str
        """
        for at in range(len(text) - _SHORTEST + 1):
            for name in self._by_first.get(text[at : at + _SHORTEST], ()):
                if text.startswith(name, at):
                    yield at, name
