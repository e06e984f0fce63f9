"""What zonemap depends on, as the environment has it: names, versions and licences from metadata."""

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


class Dependency(NamedTuple):
    """A distribution, and its licence as its metadata state it; empty where they do not."""

    name: str
    version: str
    licence: str


def dependencies(name: str = "zonemap") -> list[Dependency]:
    """Everything that a distribution needs, and what its extras need where that is installed.

    Parameters
    ----------
    name : str, optional

    Returns
    -------
    list of Dependency
        By name; without the distribution itself.
    """
    found: dict[str, Distribution] = {}
    extras = distribution(name).metadata.get_all("Provides-Extra") or []
    asked = [(name, ("", *extras))]
    seen = set(asked)
    while asked:
        each, wanted = asked.pop()
        try:
            here = distribution(each)
        except PackageNotFoundError:
            continue  # of an extra that is not installed
        found[each] = here
        asked += (more := set(_required(here, wanted)) - seen)
        seen |= more
    return [
        Dependency(here.metadata["Name"], here.version, _licence(here))
        for each, here in sorted(found.items())
        if each != name
    ]


def _required(here: Distribution, extras: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in here.requires or []:
        each = Requirement(line)
        if not each.marker or any(each.marker.evaluate({"extra": extra}) for extra in extras):
            yield canonicalize_name(each.name), ("", *sorted(each.extras))


def _licence(here: Distribution) -> str:
    """The SPDX expression; else the old field if it is a name and no text; else the classifiers."""
    metadata = here.metadata
    told = next((str(metadata[key]) for key in ("License-Expression", "License") if key in metadata), "")
    if told and "\n" not in told.strip():
        return " ".join(told.split())
    kinds = [each for each in metadata.get_all("Classifier") or [] if each.startswith("License ::")]
    return ", ".join(each.rpartition(" :: ")[2] for each in kinds)
