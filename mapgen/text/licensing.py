"""Licence texts of what stands in pages: our own work, and that of others which is inlined."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from mapgen.text.loading import FOLDER, table


class Licence(NamedTuple):
    """Whose work it is, the licence's SPDX expression, and its text with the copyright notice."""

    name: str
    spdx: str
    text: str


@cache
def licences() -> dict[str, Licence]:
    """Licences of all that may be inlined, by the key by which pages name them."""
    return {
        key: Licence(
            told["name"], told["spdx"], (FOLDER / "licenses" / f"{key}.txt").read_text("utf-8").strip()
        )
        for key, told in table("licenses/licenses").items()
    }


def covering(addresses: Iterable[str]) -> list[str]:
    """Return the keys of the licences of files, by the addresses under which folium links them.

    Parameters
    ----------
    addresses : iterable of str
        Those of which no licence is known here are files of plugins: they bear what notice they have.
    """
    given = tuple(addresses)
    return [
        key
        for key, told in table("licenses/licenses").items()
        if any(each.startswith(start) for each in given for start in told["addresses"])
    ]
