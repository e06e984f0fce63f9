"""Colours of roles: on the map of all plans, the parts of two plans can be told apart."""

from itertools import combinations

import numpy as np
import pytest

from layers.assemble import Atlas

#: Least distance in CIELAB of the colours of two areas, or two lines, side by side on a map.
APART = 16
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = np.array([0.9505, 1.0, 1.089])


def lab(color: str) -> np.ndarray:
    """CIELAB (D65) of a colour "#rrggbb" of sRGB."""
    red, green, blue = bytes.fromhex(color[1:])
    share = np.array([red, green, blue]) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(np.maximum(_TO_XYZ @ linear / _WHITE, 1e-9))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("kinds", [("zone", "group"), ("axis",)], ids=["areas", "lines"])
def test_the_parts_of_two_plans_differ_in_colour(own_atlas: Atlas, kinds: tuple[str, ...]) -> None:
    found = {}
    for plan in own_atlas.catalog.plans.values():
        named = {name for part in plan.phrase for name in part.roles}
        used = {item.entry.record.role for item in own_atlas.of_plan(plan.id) if item.kind in kinds}
        found |= {(plan.id, role.name): role.color for role in plan.roles if role.name in named & used}
    pairs = [(one, other) for one, other in combinations(found, 2) if one[0] != other[0]]
    assert pairs
    alike = [
        (one, other) for one, other in pairs if np.linalg.norm(lab(found[one]) - lab(found[other])) < APART
    ]
    assert alike == []
