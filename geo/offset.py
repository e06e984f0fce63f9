"""What happens to the areas of rings when the lines along them are moved sideways.

Inside an edge every vertex moves along the normal; a corner between two edges moves to where the moved
lines meet. All of it is linear in the offsets, so that the shoelace formula is a quadratic form in them:
its matrix is made once for a ring, and no set of offsets needs another walk round the vertices.
"""

import numpy as np

#: A corner that would move more than so many times as far as its edges becomes a step: those of lines
#: that hardly turn into each other, or that turn back.
_FAR = 4.0


def area_forms(
    corners: np.ndarray, ring: np.ndarray, slot: np.ndarray, sign: np.ndarray, counts: np.ndarray
) -> list[np.ndarray]:
    """Areas of rings as quadratic forms in the offsets of the lines along them.

    Parameters
    ----------
    corners : numpy.ndarray
        Of shape (n, 2): corners ring after ring, the first of a ring not repeated, metres in a plane.
    ring : numpy.ndarray
        Of shape (n,): number of the ring, from 0.
    slot : numpy.ndarray
        Of shape (n,): which of its ring's lines the stretch from each corner follows, from 1; 0 for a
        connector, whose ends move with the edges that they join.
    sign : numpy.ndarray
        Of shape (n,): -1 where the line runs against the ring; offsets count to the right of the line.
    counts : numpy.ndarray
        Number of lines along each ring.

    Returns
    -------
    list of numpy.ndarray
        For each ring of shape (count + 1, count + 1): its area in m² is x F xᵀ for x = (1, offsets in
        metres), positive for a ring that runs counter-clockwise.
    """
    size = np.bincount(ring, minlength=len(counts))
    first = np.cumsum(size) - size
    here = np.arange(len(ring)) - first[ring]
    before, after = (first[ring] + (here + step) % size[ring] for step in (-1, 1))
    middle = np.stack([np.bincount(ring, axis) for axis in corners.T], axis=1) / size[:, None]
    places = corners - middle[ring]
    vectors, slots = _moved(places, places[after] - places, slot, sign, before)
    # Twice each corner, as the end of one stretch and as the beginning of the next.
    ends, begins = vectors
    width = counts + 1
    base = np.cumsum(width**2) - width**2
    form = np.zeros(int((width**2).sum()))
    for one, other, of_one, of_other in (
        (ends, begins, slots, slots),
        (begins, ends[after], slots, slots[after]),
    ):
        doubled = (
            one[:, :, None, 0] * other[:, None, :, 1] - one[:, :, None, 1] * other[:, None, :, 0]
        ).ravel()
        cells = base[ring, None, None] + of_one[:, :, None] * width[ring, None, None] + of_other[:, None, :]
        form += np.bincount(cells.ravel(), doubled / 2, minlength=len(form))
    pieces = np.split(form, base[1:])
    return [piece.reshape(side, side) for piece, side in zip(pieces, width.tolist(), strict=True)]


def _moved(
    places: np.ndarray, stretch: np.ndarray, slot: np.ndarray, sign: np.ndarray, before: np.ndarray
) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Corners as the end of a stretch and as the beginning of the next, with what each unit of offset adds.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray), numpy.ndarray
        Both of shape (n, 3, 2): the corner itself, and what the offsets of the line that ends here and of
        the one that begins here add; and the slots of the three, shape (n, 3).
    """
    length = np.hypot(*stretch.T)
    right = np.column_stack([stretch[:, 1], -stretch[:, 0]])
    other = right * (sign / np.where(length > 0, length, 1.0))[:, None]
    one, ending, beginning = other[before], slot[before], slot
    cosine = np.clip((one * other).sum(axis=1), -1.0, 1.0)[:, None]
    same = (ending == beginning)[:, None]
    near = 2 / _FAR**2
    fixed, free = (ending > 0)[:, None], (beginning > 0)[:, None]
    meets = (1 + cosine > near) & (same | (1 - cosine > near)) & fixed & free
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (one + other) / (1 + cosine)
        half = np.where(same, 0.0, (one - other) / (1 - cosine))
    both = ((mean + half) / 2, (mean - half) / 2)
    # Where the lines do not meet each keeps to its own, and a connector to its neighbour's.
    as_end = [
        np.where(meets, both[0], np.where(fixed, one, 0)),
        np.where(meets, both[1], np.where(fixed, 0, other)),
    ]
    as_start = [
        np.where(meets, both[0], np.where(free, 0, one)),
        np.where(meets, both[1], np.where(free, other, 0)),
    ]
    slots = np.column_stack([np.zeros_like(slot), ending, beginning])
    moved = [np.stack([places, *pair], axis=1) for pair in (as_end, as_start)]
    for each in moved:
        each[:, 1:][slots[:, 1:] == 0] = 0.0  # nothing moves by a connector's own offset
    return (moved[0], moved[1]), slots


def areas(form: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Areas of a ring for sets of offsets.

    Parameters
    ----------
    form : numpy.ndarray
        Of shape (lines + 1, lines + 1), as `area_forms` gives it.
    offsets : numpy.ndarray
        Of shape (lines, sets), m.

    Returns
    -------
    numpy.ndarray
        Of shape (sets,), m², of the sign that the ring has without offsets. A ring that has shrunk to
        nothing would grow again inside out; it stays at nothing.
    """
    direction = np.sign(form[0, 0])
    slope = (form[0, 1:] + form[1:, 0]) @ offsets * direction
    bend = ((form[1:, 1:] @ offsets) * offsets).sum(axis=0) * direction
    # On the way to the offsets the area is smallest where the parabola turns, if it does.
    turns = (slope < 0) & (bend > 0) & (-slope < 2 * bend)
    part = np.where(turns, -slope / np.where(turns, 2 * bend, 1.0), 1.0)
    sizes: np.ndarray = direction * np.maximum(abs(form[0, 0]) + part * slope + part**2 * bend, 0.0)
    return sizes
