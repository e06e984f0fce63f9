"""The layers of a map as layers of folium: the roles of a plan, and what lies around them.

No template reads anything of ours: a layer's script names a plan and a role by their places in the data.
The data goes into the page as JSON, once however many layers there are; the scripts of ``mapgen/web``
write every word of it as text.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, cast

import shapely
from branca.element import Figure
from folium.map import Layer
from shapely.geometry import shape

from mapgen import look
from mapgen.pages import packing
from mapgen.pages.blocks import Block, Data, Notices, Plain, Script, Style
from mapgen.pages.scripts import program, styles
from mapgen.text.loading import require_language
from mapgen.text.words import EMBEDDED, words


class Bundle:
    """What the layers of one payload share in a figure: data, texts, settings, scripts and styles.

    Parameters
    ----------
    payload : mapping
        From ``mapgen.pages.payload``. Its strings may be hostile.
    data : Data
        The payload as a block.
    blocks : mapping of str to Block
        All other blocks, by the names under which a figure keeps each of them once.
    language : {"zh", "en"}, optional
        Language of the names of layers.
    """

    def __init__(
        self, payload: Mapping[str, Any], data: Data, blocks: Mapping[str, Block], language: str = "zh"
    ) -> None:
        self.payload, self.data, self.language = payload, data, language
        self.blocks = {data.name: data, **blocks}

    @cached_property
    def places(self) -> dict[tuple[str, str], list[Any]]:
        """Geometries of the elements that have a role, by plan and role."""
        found: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for element in self.payload["elements"]:
            found[element["plan"], element["role"]].append(self.payload["geometries"][element["geom"]])
        return found

    def word(self, record: Mapping[str, Any], key: str) -> str:
        """Return a field that a record has in both languages."""
        return str((self.language == "en" and record.get(f"{key}_en")) or record[key])


#: What only pages of ours show: a map of somebody else's goes without, and so do its elements.
_OF_PAGES: dict[str, Any] = {
    **dict.fromkeys(("listed", "other_plans", "others", "ends", "readings", "same"), ()),
    "terms": {},
    "units": {},
    "differing": {},
    "indicators": {"tables": (), "topics": (), "rows": ()},
}

#: What such a map needs to know of its records: their look, and what stands in tooltips and popups.
_SHOWN = {
    "elements": (
        *("id", "plan", "name", "name_en", "kind", "role", "basis", "accuracy_m", "stated_km2", "qualifier"),
        *("area_km2", "area_low_km2", "area_high_km2", "diff_km2", "grade", "shape_is_indicative"),
        *("cite", "note", "geom"),
    ),
    "edges": ("basis", "geometry"),
    "baselines": ("kind", "basis", "alternative_to", "geometry"),
    "context": ("kind", "geometry"),
    "ground": ("kind", "rank", "geometry"),
}


def relations_on(payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the relations that the plans of a payload state between two of its places.

    Parameters
    ----------
    payload : mapping
        From ``mapgen.pages.payload``.

    Returns
    -------
    list of dict
        Those that have an arc; ends are ids of elements, also where the plan names the place as another's.
    """
    plans = {plan["id"] for plan in payload["plans"]}
    here = {element["geom"]: element["id"] for element in reversed(payload["elements"])}
    here = {
        **{end["id"]: here[end["geom"]] for end in payload["ends"] if end["geom"] in here},
        **{element["id"]: element["id"] for element in payload["elements"]},
    }
    return [
        {**relation, "ends": [here[end] for end in relation["ends"]]}
        for relation in payload["relations"]
        if relation["geometry"] and relation["plan"] in plans and here.keys() >= set(relation["ends"])
    ]


def embedded(payload: Mapping[str, Any], language: str) -> Bundle:
    """Return what layers need on a map of somebody else's.

    Parameters
    ----------
    payload : mapping
        From ``mapgen.pages.payload``.
    language : {"zh", "en"}
        Language of names, tooltips and popups.

    Returns
    -------
    Bundle

    Raises
    ------
    ValueError
        If the language is another.
    """
    require_language(language)
    shown = {
        name: [{key: each.get(key) for key in keys} for each in payload[name]]
        for name, keys in _SHOWN.items()
        if name in payload
    }
    if "ground" in shown:
        # Nor is such a map thinned by zoom.
        shown["ground"] = [
            each for each in shown["ground"] if each["rank"] <= 2 and each["geometry"]["type"] != "Point"
        ]
    relations = relations_on(payload)
    data = Data("zm-payload", packing.packed({**payload, **_OF_PAGES, **shown, "relations": relations}))
    # Named after its content: equal layers of two calls share it, others do not meet.
    data.name = f"zm-payload-{hashlib.sha256(data.text.encode('utf-8')).hexdigest()[:12]}"
    blocks = {
        "zm-licenses": Notices("zonemap"),
        "zm-styles": Style(styles("embed.css")),
        "zm-texts": Data("zm-texts", {language: words(*EMBEDDED)[language]}),
        "zm-config": Data("zm-config", {"language": language, "look": look.page()}),
        "zm-scripts": Script(program("embed.js")),
    }
    return Bundle(payload, data, blocks, language)


class PlanLayer(Layer):
    """A layer of ours on a map of folium, drawn by our scripts.

    Parameters
    ----------
    bundle : Bundle
        What it shares with the other layers of the same payload.
    name : str
        Its name in folium's layer control; may be hostile.
    show : bool, optional
        Whether it is on the map at first.
    variable : str, optional
        Name of the layer in the page's scripts, an id of ours; without it folium draws one at random.
    """

    def __init__(self, bundle: Bundle, name: str, *, show: bool = True, variable: str | None = None) -> None:
        super().__init__(name=harmless(name), overlay=True, show=show)
        self.bundle, self.variable = bundle, variable

    def get_name(self) -> str:
        """Return the layer's name in scripts."""
        return self.variable or str(super().get_name())

    @property
    def call(self) -> str:
        """JavaScript that makes the layer."""
        raise NotImplementedError

    def render(self, **kwargs: Any) -> str:
        """Put the layer into its figure, and first what it needs there."""
        figure = cast("Figure", self.get_root())
        for name, block in self.bundle.blocks.items():
            figure.header.add_child(block, name=name)
        # As it stands: branca would compile a macro's result as a template of its own, for each layer.
        figure.script.add_child(Plain(f"var {self.get_name()} = {self.call};"), name=self.get_name())
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


class RoleLayer(PlanLayer):
    """The elements that have one role in a plan.

    Parameters
    ----------
    bundle : Bundle
    plan, role : int
        Places of the plan in the payload, and of the role in the plan.
    **options
        As `PlanLayer` takes them.
    """

    def __init__(self, bundle: Bundle, plan: int, role: int, **options: Any) -> None:
        plans = bundle.payload["plans"]
        record = plans[plan]["roles"][role]
        name = bundle.word(record, "name")
        if len(plans) > 1:
            name = f"{bundle.word(plans[plan], 'layout')} · {name}"
        super().__init__(bundle, name, **{"show": record["shown"], **options})
        self.plan, self.role = plan, role
        self.geometries = bundle.places.get((plans[plan]["id"], record["name"]), [])

    @property
    def call(self) -> str:
        """JavaScript that makes the layer."""
        return f"ZM.role({self.plan}, {self.role}, {json.dumps(self.bundle.data.name)})"

    def get_bounds(self) -> list[list[float | None]]:
        """Return [[south, west], [north, east]] in degrees, as folium asks for it."""
        west, south, east, north = map(float, shapely.total_bounds([shape(each) for each in self.geometries]))
        return [[south, west], [north, east]]


class OverlayLayer(PlanLayer):
    """What lies around elements: ``context``, ``ground``, ``baselines``, ``edges``, ``relations``; and more.

    Parameters
    ----------
    bundle : Bundle
    overlay : str
        One of these.
    **options
        As `PlanLayer` takes them.
    """

    def __init__(self, bundle: Bundle, overlay: str, **options: Any) -> None:
        super().__init__(bundle, words(*EMBEDDED)[bundle.language][f"overlay.{overlay}"], **options)
        self.overlay_name = overlay

    @property
    def call(self) -> str:
        """JavaScript that makes the layer."""
        return f"ZM.overlay({json.dumps(self.overlay_name)}, {json.dumps(self.bundle.data.name)})"


def role_layers(bundle: Bundle, prefix: str | None = None) -> Iterator[RoleLayer]:
    """Make a layer of each role that has elements, plan by plan, in the plan's order.

    Parameters
    ----------
    bundle : Bundle
    prefix : str, optional
        What the layers' names in scripts begin with, if they shall be the same each time.

    Yields
    ------
    RoleLayer
    """
    payload = bundle.payload
    for number, plan in enumerate(payload["plans"]):
        for rank, role in enumerate(plan["roles"]):
            if (plan["id"], role["name"]) in bundle.places:
                yield RoleLayer(bundle, number, rank, variable=prefix and f"{prefix}_{number}_{rank}")


def harmless(name: str) -> str:
    """Return a name that neither a template nor HTML reads as anything but text.

    folium puts names of layers through templates, and Leaflet's control writes them as HTML: all but
    letters, digits and spaces become character references.
    """
    return re.sub(r"[^\w ]|_", lambda character: f"&#{ord(character[0])};", name)
