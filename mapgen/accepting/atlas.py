"""What ``atlas.toml`` must say once lines of OpenStreetMap are among the layers.

Zones built along such lines are a database derived from it: whoever passes the layers on does so under its
licence (ODbL, section 4.4) and names its contributors (section 4.2).
"""

from collections.abc import Iterator

from layers.description import read_description
from layers.files import DESCRIPTION, LayerFiles
from layers.messages import LayerError, Message
from layers.records import canonical
from mapgen.accepting.toml import dumps
from mapgen.accepting.wording import pair
from mapgen.authoring.newplan import TEMPLATES

_LICENCE = "ODbL-1.0"
_CREDIT = "\u00a9 OpenStreetMap contributors (ODbL)"
_WORD = "openstreetmap"


def atlas_toml(
    there: LayerFiles, title: str, title_en: str, *, osm: bool
) -> tuple[bytes | None, list[Message]]:
    """Write ``atlas.toml``, or what it lacks.

    Parameters
    ----------
    there : LayerFiles
        Of the layers folder.
    title, title_en : str
        Of the atlas, where it states none.
    osm : bool
        Whether lines of OpenStreetMap are among the layers.

    Returns
    -------
    (bytes or None, list of Message)
        The file; None if it stays as it is. What somebody has stated is never changed; what does not suit
        is said.

    Raises
    ------
    LayerError
        If the file that is there cannot be read.
    """
    problems: list[Message] = []
    have = read_description(there, problems)
    if problems:
        raise LayerError(*problems)
    text = there.text(DESCRIPTION) if DESCRIPTION in there else (TEMPLATES / DESCRIPTION).read_text("utf-8")
    keys: dict[str, object] = {}
    if DESCRIPTION not in there:
        keys |= {"title": title, "title_en": title_en}
    if osm and have.licence is None:
        name, name_en = pair(Message("accept-licence"))
        keys |= {"license": _LICENCE, "license_name": name, "license_name_en": name_en}
    if osm and have.credits is None:
        keys |= {"credits": [_CREDIT], "credits_en": [_CREDIT]}
    remarks = list(_unsuited(have.licence, have.credits)) if osm else []
    if not keys and DESCRIPTION in there:
        return None, remarks
    return canonical(f"{text}\n{dumps(keys, {})}").encode(), remarks


def _unsuited(licence: str | None, credited: list[str] | None) -> Iterator[Message]:
    if licence is not None and _LICENCE not in licence:
        yield Message("accept-other-licence", DESCRIPTION, values={"licence": licence, "needed": _LICENCE})
    if credited is not None and not any(_WORD in line.casefold() for line in credited):
        yield Message("accept-no-credit", DESCRIPTION, values={"credit": _CREDIT})
