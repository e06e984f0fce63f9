"""Mutations by a seeded generator: of bytes, and of JSON by its values, keys and lists."""

import copy
import json
import random
from collections.abc import Callable
from typing import Any

from attacks import ATTACKS

#: Values that break what trusts them.
VALUES: list[Any] = [
    *(
        None,
        True,
        0,
        -1,
        0.1,
        1e308,
        -1e308,
        1e-320,
        2**63,
        10**30,
        "",
        "NaN",
        [],
        {},
        [[]],
        [None],
        {"": None},
    ),
    *(
        [113.5, 22.8],
        [113.5, 22.8, 5],
        [[113.5, 22.8]],
        [1e308, 1e308],
        ["113.5", "22.8"],
        "\ud800",
        "\u0085",
    ),
    *("town.north", "Polygon", "GeometryCollection", "sketched", *ATTACKS.values()),
]
#: Bytes of the formats that stand where lengths, counts and types stand.
BYTES = [
    *(
        b"\x00",
        b"\xff",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x80",
        b"\x7f\xff\xff\xff",
        b"<",
        b"&x;",
        b'"',
        b"\n",
    ),
    *(b"\xa0\xa1", b"\xd5\xd0", b"\xef\xbb\xbf", b"\x80", b"1e999", b"NaN", b"<!DOCTYPE a>", b"[" * 3000),
]


def of_bytes(data: bytes, draw: random.Random) -> bytes:
    """Change some bytes, cut, repeat, or put something in."""
    made = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 4, 8))):
        at = draw.randrange(len(made) + 1)
        length = min(len(made) - at, draw.choice((1, 2, 4, 16, 100)))
        way = draw.randrange(5)
        if way == 0 and at < len(made):
            made[at] ^= 1 << draw.randrange(8)
        elif way == 1:
            made[at : at + length] = draw.choice(BYTES)
        elif way == 2:
            made[at:at] = draw.choice(BYTES)
        elif way == 3:
            made[at:at] = made[at : at + length]
        else:
            del made[at : at + length]
    return bytes(made)


def of_json(data: bytes, draw: random.Random) -> bytes:
    """Change one to four places in a JSON text: a value, a key, an order, a repetition, a depth."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return of_bytes(data, draw)
    for _ in range(draw.choice((1, 1, 2, 4))):
        places = list(_places(value))
        if not places:
            return json.dumps(_value(draw)).encode()
        holder, key = draw.choice(places)
        _change(holder, key, draw)
    return json.dumps(value, ensure_ascii=draw.random() < 0.5).encode("utf-8", "surrogatepass")


def _value(draw: random.Random) -> Any:
    """One of the values, as a copy of its own: changed or put into itself, it would be another next time."""
    return copy.deepcopy(draw.choice(VALUES))


def _places(value: Any) -> Any:
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _change(holder: Any, key: Any, draw: random.Random) -> None:
    old = holder[key]
    ways: list[Callable[[], Any]] = [
        lambda: _value(draw),
        lambda: [old],
        lambda: {"type": old},
        lambda: str(old),
        lambda: old * draw.choice((-1, 0, 2, 1e-9, 1e9)) if isinstance(old, int | float) else _value(draw),
        lambda: old + old if isinstance(old, str | list) else _value(draw),
        lambda: old[::-1] if isinstance(old, str | list) else _value(draw),
    ]
    way = draw.randrange(len(ways) + 2)
    if way < len(ways):
        holder[key] = ways[way]()
    elif isinstance(holder, dict):
        value = holder.pop(key)
        if way == len(ways):
            holder[draw.choice((f"{key} ", key.upper(), "id", "name", "\u0085"))] = value
    elif way == len(ways):
        holder.insert(key, old)
    else:
        del holder[key]


def mutated(data: bytes, seed: int) -> bytes:
    """Return another text made of this one: the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311
    return (of_json if data.lstrip()[:1] in (b"{", b"[") and draw.random() < 0.8 else of_bytes)(data, draw)
