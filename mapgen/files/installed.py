"""Whether ``geo`` and ``layers`` are the packages that came with this ``mapgen``.

Others use these names too, and an installer lets one package overwrite the files of another. Files
are looked at, nothing foreign is imported; nor is anything of ours, which may not be there.
"""

from importlib.util import find_spec
from pathlib import Path

#: Stands in the ``__init__.py`` of each package that belongs to us.
MARK = '__part_of__ = "zonemap"'
PACKAGES = ("geo", "layers")


def foreign() -> dict[str, str]:
    """Packages that are not ours.

    Returns
    -------
    dict of str to str
        Where each of them was found, by name; an empty text if it was not found at all.
    """
    found = {}
    for name in PACKAGES:
        spec = find_spec(name)
        if spec is None:
            found[name] = ""
        elif not spec.origin:  # a folder without __init__.py
            found[name] = next(iter(spec.submodule_search_locations or [""]))
        elif MARK not in Path(spec.origin).read_text("utf-8", "replace"):
            found[name] = spec.origin
    return found


def explanations(language: str) -> list[str]:
    """One line for each package that is not ours: which, where, and what to do.

    Parameters
    ----------
    language : {"zh", "en"}
    """
    strangers = foreign()
    if not strangers:
        return []
    from mapgen.text.loading import table

    texts = table("messages/installed")
    return [texts[_code(path)][language].format(name=name, path=path) for name, path in strangers.items()]


def _code(path: str) -> str:
    if not path:
        return "installed-missing"
    return "installed-folder" if Path(path).is_dir() else "installed-foreign"


def require_own() -> None:
    """Do nothing if all packages are ours.

    Raises
    ------
    ImportError
        With one line for each that is not.
    """
    if lines := explanations("en"):
        raise ImportError("\n".join(lines))
