"""Texts that break what trusts them, and layers that hold them everywhere: one table for all tests.

What layer files refuse is in `GARBLED`.
"""

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from support import GRID, HOSTILE

#: Every export carries these, each in the way that docs/gis.md tells.
ATTACKS = {
    "all at once": HOSTILE,
    "jinja expression": "{{9**14}}{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "jinja statement": "{% for x in (1).__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "jinja comment": "a{# gone #}b{%raw%}",
    "end of script": "</script><script>alert(1)</script><!--<script>",
    "end of everything": "</title></style></textarea></noscript><svg/onload=alert(1)>-->*/",
    "markup": "<b onclick='alert(1)'>\"x\"</b>&amp;&lt;",
    "entities": "&#60;img src=x onerror=alert(1)&#x3e; &xxe; &nbsp;",
    "outside entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "end of cdata": "<![CDATA[x]]>]]>y",
    "javascript address": "javascript:alert(1)//data:text/html,<script>alert(1)</script>",
    "template literal": "${alert(1)}`${1}`\\u003cimg\\x3e",
    "line separators": "a\u2028b\u2029c",
    "directions": "\u202eevil\u202c\u2066x\u2069\u200f",
    "zero width": "a\u200b\u200d\ufeffb",
    "byte order mark first": "\ufeffa",
    "soft and filled": "a\u00adb\u3164c\u115fd\u2800",
    "lines": "a\r\nb\tc\rd",
    "formula =": '=HYPERLINK("http://x","y")',
    "formula +": "+1+cmd|' /C calc'!A0",
    "formula -": "-2+3",
    "formula @": "@SUM(1+1)",
    "formula tab": "\t=1+1",
    "formula return": "\r=1+1",
    "formula line feed": "\n=1+1",
    "formula in full width": "＝1+1",
    "formulas further on": "＋1,－1\n＠SUM(1),=1",
    "formula behind blanks": " =1+1",
    "formula behind an apostrophe": "'=1+1",
    "quotes": '"\'`;--\\"\\',
    "database": "'); DROP TABLE town_zones; --\"; ATTACH 'x' AS y",
    "shell": "$(touch x) `touch x`; touch x | touch x && touch x #",
    "lookup": "${jndi:ldap://127.0.0.1/a}%{(#a=1)}",
    "percent": "%s %(x)s {0} {name} %00 %n%n %c3%28",
    "replacements": "$&$1$`$'$$ \\1\\g<0>",
    "messages": "{id}{field.__class__}{{}}{",
    "kml expansion": "$[name] $[geDirections] &lt;$[id]",
    "drawing codes": "%%u50%%d ^J^I \\U+0041 \\P{\\fArial;x} {\\H3x;y}",
    "json list": "[1, 2]",
    "json object": '{"a": [1]}',
    "json broken": '"},{"id":"x"',
    "json null": "null",
    "numbers": "007",
    # Alone, each is refused: `test_import_values.py`.
    "not a number": "NaN,",
    "infinite": "-Infinity,",
    "a day": "2035-01-01",
    "path": "../../etc/passwd\\..\\CON",
    "absolute path": "/etc/passwd",
    "file address": "file:///etc/passwd",
    "share": "\\\\127.0.0.1\\share\\a",
    "driver": "/vsicurl/http://127.0.0.1/a.csv",
    "long": "长" * 10_000,
    "long without a break": "<" * 300,
    "decomposed": "e\u0301 é \ufb01",
    "twin composed": "\u00e9",
    "twin decomposed": "e\u0301",
    "many marks": "z" + "\u0301\u0302\u0334" * 40,
    "beyond 16 bits": "😀𝒳\U000e0041",
    "joined": "👩\u200d👩\u200d👧\ufe0f🇨🇳",
    "private": "\ue000\ue0000\ue0001\U000f0000",
    "arabic": "مرحبا <b>",
    "blanks": "  a \u00a0\u3000",
    "only blanks": "   ",
    "only a line": "\n",
    "prototype": "__proto__",
    "constructor": "constructor",
    "method": "hasOwnProperty",
}

#: What only a wrong encoding leaves behind, with the code point that a refusal names.
GARBLED = {
    "nul": ("a\0b", "U+0000"),
    "control": ("a\x01\x08b", "U+0001"),
    "vertical tab": ("a\x0bb\x0cc", "U+000B"),
    "escape": ("a\x1b[31mb", "U+001B"),
    "last control": ("a\x1f", "U+001F"),
    "half of 广 in UTF-16": ("\x7f^", "U+007F"),
    "first C1": ("a\x80b", "U+0080"),
    "next line": ("a\x85b", "U+0085"),
    "last C1": ("\x9f", "U+009F"),
    "replacement": ("香港\ufffd大学", "U+FFFD"),
    "noncharacters": ("a\uffffb\ufffe", "U+FFFF"),
    "noncharacter of Arabic": ("a\ufdd0b", "U+FDD0"),
    "noncharacter beyond 16 bits": ("a\U0010ffffb", "U+10FFFF"),
}

_PLAN = """\
id = {id}
title = {title}
title_en = {title_en}
layout = {layout}
layout_en = {layout_en}
place = {text}
place_en = {text}
source = {text}
note = {text}
"""
_ROLE = '\n[[roles]]\nname = {name}\nname_en = {name_en}\ncolor = "#2166ac"\n'


def quoted(text: str) -> str:
    """A text as TOML and JSON both read it."""
    told = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in told)


def zone(id_: str, number: int, text: str, other: str) -> dict[str, Any]:
    """A drawn square with a text in every attribute that takes one; the square's place is its number's."""
    west, south = 113.4 + number % 12 * 0.01, 22.7 + number // 12 * 0.01
    ring = [(0, 0), (0.008, 0), (0.008, 0.008), (0, 0.008), (0, 0)]
    return {
        "type": "Feature",
        "properties": {
            "id": id_, "name": text, "name_en": other, "role": text, "parent": None, "stated_km2": 1,
            "qualifier": text, "basis": "sketched", "accuracy_m": 100, "sides": None, "inside": None,
            "reference_km2": 1, "reference_cite": text, "cite": text, "same_as": None, "note": other,
        },
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[round(west + x, 5), round(south + y, 5)] for x, y in ring]],
        },
    }  # fmt: skip


def hostile_layers(folder: Path, texts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Layers of one plan with a zone and a role for each text, which also stands in what plans share.

    Returns
    -------
    list of (id, name, name_en)
        Of the zones; the English names are the same texts in the other direction.
    """
    words = list(texts.values())
    zones = [
        (f"town.z{number}", text, other)
        for number, (text, other) in enumerate(zip(words, reversed(words), strict=True))
    ]
    features = [zone(id_, number, text, other) for number, (id_, text, other) in enumerate(zones)]
    own = (words[0], words[-1], words[-1], words[0])
    write_plan(folder, "town", own, zip(words, reversed(words), strict=True), features)
    shutil.copy(GRID / "baselines.geojson", folder)
    shutil.copy(GRID / "context.geojson", folder)
    for name in ("baselines", "context"):
        told = json.loads((folder / f"{name}.geojson").read_text("utf-8"))
        # One text each; the first feature has the id that the rest are numbered after.
        first = told["features"][0]
        told["features"] = [
            {
                **first,
                "properties": {
                    **first["properties"], "id": f"{name}-{n}", "name": text, "name_en": text, "note": text,
                },
            }
            for n, text in enumerate(words)
        ]  # fmt: skip
        (folder / f"{name}.geojson").write_text(json.dumps(told), "utf-8")
    return zones


def write_plan(
    folder: Path,
    plan: str,
    texts: tuple[str, str, str, str],
    roles: Iterable[tuple[str, str]],
    features: list[dict[str, Any]],
) -> None:
    """A plan with these as its title and layout in both languages; its other words are the first."""
    (folder / plan).mkdir(parents=True)
    words = dict(zip(("title", "title_en", "layout", "layout_en"), texts, strict=True)) | {"text": texts[0]}
    told = _PLAN.format(id=quoted(plan), **{key: quoted(value) for key, value in words.items()})
    told += "".join(_ROLE.format(name=quoted(name), name_en=quoted(name_en)) for name, name_en in roles)
    (folder / plan / "plan.toml").write_text(told, "utf-8")
    collection = {"type": "FeatureCollection", "name": "zones", "features": features}
    (folder / plan / "zones.geojson").write_text(json.dumps(collection), "utf-8")
