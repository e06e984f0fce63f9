"""Files, and plan.toml, that cannot be read or say nothing."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from breaking import AXES, BASELINES, CONTEXT, NODES, PLAN, ZONES, case, props, raw, simple, text
from support import rewrite

# ---------------------------------------------------------------- files

for _file in (ZONES, AXES, NODES, BASELINES, CONTEXT):
    simple(f"{_file} is no JSON", text(_file, lambda _: "zones: none"), (_file, "", "not-json"))
    simple(f"{_file} is empty", text(_file, lambda _: ""), (_file, "", "not-json"))
    simple(f"{_file} is cut off", text(_file, lambda t: t[: len(t) // 2]), (_file, "", "not-json"))
    simple(f"{_file} has a BOM", raw(_file, lambda b: b"\xef\xbb\xbf" + b), (_file, "", "bom"))
    simple(f"{_file} is a list", text(_file, lambda _: "[]"), (_file, "", "not-collection"))

simple("GBK", raw(ZONES, lambda b: b.decode().encode("gbk")), (ZONES, "", "not-utf8"))
simple("UTF-16", raw(ZONES, lambda b: b.decode().encode("utf-16")), (ZONES, "", "not-utf8"))
simple("zeros", raw(ZONES, lambda b: b"\0" * len(b)), (ZONES, "", "not-json"))
simple("two documents", text(ZONES, lambda t: t + t), (ZONES, "", "not-json"))
simple("comment", text(ZONES, lambda t: "// zones\n" + t), (ZONES, "", "not-json"))
simple("trailing comma", text(ZONES, lambda t: t.replace("}\n]", "},\n]")), (ZONES, "", "not-json"))
simple(
    "duplicate key",
    text(ZONES, lambda t: t.replace('"id": "town.core"', '"id": "town.core", "id": "town.x"', 1)),
    (ZONES, "", "duplicate-key"),
)
for _word in ("NaN", "Infinity", "-Infinity"):
    simple(
        f"{_word} as an area",
        text(ZONES, lambda t, w=_word: t.replace('"stated_km2": 57', f'"stated_km2": {w}', 1)),
        (ZONES, "", "not-json"),
    )
simple("lone surrogate", text(ZONES, lambda t: t.replace("北片", "\\ud800", 1)), (ZONES, "", "not-json"))
simple(
    "5000 digits",
    text(ZONES, lambda t: t.replace('"stated_km2": 57', '"stated_km2": ' + "9" * 5000, 1)),
    (ZONES, "", "not-json"),
)
simple("nested 100 000 deep", text(ZONES, lambda _: "[" * 100_000 + "]" * 100_000), (ZONES, "", "not-json"))
simple("a scalar", text(ZONES, lambda _: "57"), (ZONES, "", "not-collection"))
simple(
    "features are an object",
    text(ZONES, lambda _: '{"type": "FeatureCollection", "features": {}}'),
    (ZONES, "", "not-collection"),
)
simple("no features", text(ZONES, lambda _: '{"type": "FeatureCollection"}'), (ZONES, "", "not-collection"))
simple(
    "one feature alone",
    text(ZONES, lambda t: json.dumps(json.loads(t)["features"][0])),
    (ZONES, "", "not-collection"),
)
simple(
    "a crs member",
    text(ZONES, lambda t: t.replace("{", '{"crs": {"type": "name"},', 1)),
    (ZONES, "", "crs-member"),
)
for _thing in (
    "null",
    "[]",
    "1",
    '{"type": "Feature"}',
    '{"type": "Point"}',
    '{"type": "Feature", "properties": null, "geometry": null}',
    '{"type": "Feature", "properties": {}}',
):
    simple(
        f"{_thing} instead of a feature",
        text(NODES, lambda t, w=_thing: t.replace("[\n", f"[\n{w},\n", 1)),
        (NODES, "#1", "not-feature"),
    )


@case("a directory instead of a file", (NODES, "", "file-unreadable"))
def _(folder: Path) -> None:
    (folder / NODES).unlink()
    (folder / NODES).mkdir()


@case("a pipe instead of a file", (NODES, "", "file-unreadable"))
def _(folder: Path) -> None:
    (folder / NODES).unlink()
    os.mkfifo(folder / NODES)


@case("a link out", (NODES, "", "link-outside"))
def _(folder: Path) -> None:
    outside = folder.parent / "outside.geojson"
    (folder / NODES).rename(outside)
    (folder / NODES).symlink_to(outside)


@case(
    "a folder that is a link out",
    (PLAN, "", "link-outside"),
    *((f, "", "link-outside") for f in (ZONES, AXES, NODES)),
)
def _(folder: Path) -> None:
    (folder / "town").rename(folder.parent / "elsewhere")
    (folder / "town").symlink_to(folder.parent / "elsewhere")


@case("a link that leads nowhere", (NODES, "", "file-unreadable"))
def _(folder: Path) -> None:
    (folder / NODES).unlink()
    (folder / NODES).symlink_to(folder / "gone.geojson")


@case("a link to itself", (BASELINES, "", "file-unreadable"))
def _(folder: Path) -> None:
    (folder / BASELINES).unlink()
    (folder / BASELINES).symlink_to(folder / BASELINES)


@case("no plan.toml beside the layers", (PLAN, "", "plan-missing"))
def _(folder: Path) -> None:
    (folder / PLAN).unlink()


# ---------------------------------------------------------------- plan.toml

simple("plan.toml is no TOML", text(PLAN, lambda t: t + "\n[[roles"), (PLAN, "", "not-toml"))
simple("plan.toml is cut off", text(PLAN, lambda t: t[: t.index("roles") - 1]), (PLAN, "", "not-toml"))
simple(
    "plan.toml in GBK",
    raw(PLAN, lambda b: b.decode().replace("²", "2").encode("gbk")),
    (PLAN, "", "not-utf8"),
)
simple("plan.toml with BOM", raw(PLAN, lambda b: b"\xef\xbb\xbf" + b), (PLAN, "", "bom"))
simple(
    "a TOML number of 5000 digits", text(PLAN, lambda t: f"x = {'9' * 5000}\n" + t), (PLAN, "", "not-toml")
)
simple(
    "TOML nested deeply", text(PLAN, lambda t: f"x = {'[' * 5000}{']' * 5000}\n" + t), (PLAN, "", "not-toml")
)
simple("a key twice in TOML", text(PLAN, lambda t: 'id = "town"\n' + t), (PLAN, "", "not-toml"))
simple("no title", lambda f: rewrite(f / PLAN, 'title = "方城规划"\n', ""), (PLAN, "", "attribute"))
simple("an unknown key in TOML", text(PLAN, lambda t: "x = 1\n" + t), (PLAN, "", "attribute"))
simple(
    "another plan's id",
    lambda f: rewrite(f / PLAN, 'id = "town"\n', 'id = "city"\n'),
    (PLAN, "city", "id-prefix"),
)
simple("no colour", lambda f: rewrite(f / PLAN, "#b2182b", "red"), (PLAN, "", "attribute"))
simple(
    "a role twice",
    lambda f: rewrite(f / PLAN, 'name = "两点"', 'name = "一轴"'),
    (PLAN, "", "attribute"),
    *((NODES, f"town.{n}-point", "role-unknown") for n in ()),
)
simple(
    "no roles",
    lambda f: (f / PLAN).write_text((f / PLAN).read_text("utf-8").replace("[[roles]]", "[[rolls]]"), "utf-8"),
    (PLAN, "", "attribute"),
    (PLAN, "", "attribute"),
)
simple("an unknown rule", lambda f: rewrite(f / PLAN, 'rule = "near"', 'rule = "far"'), (PLAN, "", "rule"))
simple("a rule without its number", lambda f: rewrite(f / PLAN, "exactly = 1", ""), (PLAN, "", "rule"))
simple(
    "a rule about nothing",
    lambda f: rewrite(f / PLAN, 'outer = "town.north"', 'outer = "town.nowhere"'),
    (PLAN, "", "rule"),
)
simple(
    "a rule about two things",
    lambda f: rewrite(
        f / PLAN, 'ids = \\["town.south-point"\\]', 'ids = ["town.south-point"]\nrole = "两点"'
    ),
    (PLAN, "", "rule"),
)
simple(
    "a rule about a role that is none",
    lambda f: rewrite(f / PLAN, 'role = "一轴"', 'role = "二轴"'),
    (PLAN, "", "rule"),
)
simple(
    "a distance that is none",
    lambda f: rewrite(f / PLAN, "within_m = 500", "within_m = nan"),
    (PLAN, "", "rule"),
)
simple(
    "an axis that is a zone",
    lambda f: rewrite(f / PLAN, 'axis = "town.axis"', 'axis = "town.north"'),
    (PLAN, "", "rule"),
)
simple("an axis that passes nothing", props("town/axes", "town.axis", passes=None), (PLAN, "", "rule"))
simple(
    "rules are no list",
    text(PLAN, lambda t: "rules = 1\n" + t[: t.index("[[rules]]")]),
    (PLAN, "", "attribute"),
)

# ---------------------------------------------------------------- parts of the layout phrase


def phrase(*parts: tuple[str, str, str]) -> Callable[[Path], object]:
    """Parts in front of the roles, each with its words in both languages and what belongs to it."""
    tables = "".join(f'[[phrase]]\npart = "{zh}"\npart_en = "{en}"\n{keys}\n' for zh, en, keys in parts)
    return text(PLAN, lambda t: t.replace("[[roles]]", f"{tables}[[roles]]", 1))


AXIS, CORE = ("一轴", "One Axis", 'roles = ["一轴"]'), ("一核", "One Core", 'roles = ["一核"]')
simple(
    "a part that the phrase does not have",
    phrase(AXIS, ("二核", "One Core", CORE[2])),
    (PLAN, "", "attribute"),
)
simple(
    "a part that the English phrase does not have",
    phrase(("一轴", "An Axis", AXIS[2])),
    (PLAN, "", "attribute"),
)
simple("parts in another order than the phrase", phrase(CORE, AXIS), (PLAN, "", "attribute"))
simple("a part twice", phrase(AXIS, AXIS), (PLAN, "", "attribute"))
simple("a part of nothing", phrase((*AXIS[:2], "")), (PLAN, "", "phrase"))
simple("a part named in one language", phrase((*AXIS[:2], f'{AXIS[2]}\nname = "轴"')), (PLAN, "", "phrase"))
simple("a part of a role that is none", phrase((*AXIS[:2], 'roles = ["二轴"]')), (PLAN, "", "phrase"))
simple(
    "a part of an element that is none", phrase((*AXIS[:2], 'ids = ["town.nowhere"]')), (PLAN, "", "phrase")
)
simple(
    "a part of another plan's element",
    phrase((*AXIS[:2], 'ids = ["city.axis"]')),
    (PLAN, "", "phrase"),
    (PLAN, "", "phrase"),
)
