"""What ``plan.toml`` says of an accepted draft: phrase, roles, and as rules what the phrase claims."""

from collections.abc import Mapping, Sequence
from typing import Any

from layers.messages import Message
from layers.records import canonical
from mapgen.accepting.chosen import Choice, Chosen
from mapgen.accepting.elements import LAYER, Elements
from mapgen.accepting.naming import romanised
from mapgen.accepting.phrase import COLOURS, Told, english, role_english
from mapgen.accepting.rules import rules
from mapgen.accepting.toml import dumps
from mapgen.accepting.wording import is_sound, noted, pair

#: Areas lie lowest, then lines, then points; what is only listed is not drawn.
_ORDER = ("zones", "axes", "nodes", "places")


def plan_toml(
    plan: str,
    document: str,
    choice: Choice,
    made: Elements,
    roles: Mapping[Chosen, str],
    every: Sequence[Told],
) -> str:
    """Write ``plan.toml``.

    Parameters
    ----------
    plan : str
        Its id.
    document : str
        Name of the document.
    choice : Choice
    made : Elements
    roles : mapping of Chosen to str
    every : sequence of Told
        Parts of the layout phrase.

    Returns
    -------
    str
        TOML in canonical form.
    """
    nowhere, nowhere_en = pair(Message("accept-place"))
    layout, layout_en = (
        pair(Message("accept-layout"))
        if choice.layout is None or not is_sound(choice.layout)
        else (choice.layout, english(choice.layout, every))
    )
    keys = {
        "id": plan,
        "title": document,
        "title_en": romanised(document),
        "layout": layout,
        "layout_en": layout_en,
        "place": nowhere,
        "place_en": nowhere_en,
        "source": pair(Message("accept-source", values={"document": document, "document_en": document}))[0],
        "note": noted(Message("accept-note-plan"), Message("accept-note-pinyin")),
    }
    tested, untested = rules(choice, made, roles, every)
    phrase = [
        {
            "part": one.part,
            "part_en": one.part_en,
            "name": one.name,
            "name_en": one.name_en,
            "roles": [one.role],
        }
        for one in every
        if one.role is not None
    ]
    return canonical(
        dumps(
            keys,
            {
                "phrase": phrase,
                "roles": _roles(choice, made, roles, every),
                "rules": tested,
                "untested": untested,
            },
        )
    )


def _roles(
    choice: Choice, made: Elements, roles: Mapping[Chosen, str], every: Sequence[Told]
) -> list[dict[str, Any]]:
    """Roles in drawing order, those of areas first, each in a colour of its own while there are some."""
    lowest: dict[str, int] = {}
    for one in choice.elements:
        order = _ORDER.index(LAYER[made.states[one]])
        lowest[roles[one]] = min(order, lowest.get(roles[one], order))
    said = {one.role: at for at, one in enumerate(every)}
    names = sorted(lowest, key=lambda name: (lowest[name], said.get(name, len(said))))
    return [
        {"name": name, "name_en": role_english(name, every), "color": COLOURS[at % len(COLOURS)]}
        for at, name in enumerate(names)
    ]
