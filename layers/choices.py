"""What can be chosen: values of attributes that may hold no others, and which attributes are days."""

from typing import Literal, get_args, get_origin

from layers.schema import BASES, DRAWN, MODELS, Basis
from layers.types import Day

#: What `basis` may be where not every way of knowing a place does.
_BASES_OF: dict[str, tuple[Basis, ...]] = {
    "zones": (*reversed(BASES), "members"),
    "axes": DRAWN,
    "nodes": DRAWN,
    "places": ("listed",),
    "pending": ("pending", *reversed(BASES)),
}


def choices(layer: str, key: str) -> tuple[str, ...]:
    """Values of an attribute that may hold no others; empty where it may hold more than can be listed.

    Parameters
    ----------
    layer : str
        In `MODELS`, or "pending", whose records are those of zones; of other layers nothing can be chosen.
    key : str

    Returns
    -------
    tuple of str
        In the order of the schema.
    """
    if key == "basis" and layer in _BASES_OF:
        return _BASES_OF[layer]
    found = (get_args(kind) for kind in _kinds(layer, key) if get_origin(kind) is Literal)
    return next(found, ())


def is_day(layer: str, key: str) -> bool:
    """Whether an attribute is a day, which layer files hold as text: year-month-day."""
    return Day in _kinds(layer, key)


def _kinds(layer: str, key: str) -> tuple[object, ...]:
    """Types that an attribute may have."""
    model = MODELS.get("zones" if layer == "pending" else layer)
    if model is None or key not in model.model_fields:
        return ()
    kind = model.model_fields[key].annotation
    return (kind, *get_args(kind))
