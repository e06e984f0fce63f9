"""OpenStreetMap credited in ``atlas.toml``, where its owner has not said whom to credit."""

import json

from layers.description import read_description
from layers.files import DESCRIPTION, LayerFiles
from layers.messages import LayerError, Message
from mapgen.authoring.newplan import TEMPLATES
from mapgen.grounding.kinds import table


def credited(files: LayerFiles, day: str | None) -> tuple[str | None, bool]:
    """Return the text of ``atlas.toml`` with OpenStreetMap among its credits.

    Parameters
    ----------
    files : LayerFiles
    day : str or None
        Of the extract, YYYY-MM-DD.

    Returns
    -------
    text : str or None
        None if it stays as it is.
    is_credited : bool
        False if it credits others alone, which is for its owner to change.

    Raises
    ------
    LayerError
        If the file cannot be read.
    """
    problems: list[Message] = []
    stated = read_description(files, problems)
    if problems:
        raise LayerError(*problems)
    credit = table()["credit"]
    if stated.credits is not None:
        return None, any(credit["source"] in each for each in stated.credits)
    lines = []
    if stated.licence is None:
        lines.append(f"license = {json.dumps(credit['licence'])}")
    ending = "_dated" if day else ""
    for key, code in (("credits", f"line{ending}"), ("credits_en", f"line{ending}_en")):
        lines.append(f"{key} = {json.dumps([credit[code].format(date=day)], ensure_ascii=False)}")
    before = files.text(DESCRIPTION) if DESCRIPTION in files else (TEMPLATES / DESCRIPTION).read_text("utf-8")
    return "\n".join([before.rstrip("\n"), "", *lines, ""]), True
