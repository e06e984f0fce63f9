"""Relations that plans state: what is read, what is refused, and what becomes of it."""

from collections.abc import Callable
from pathlib import Path

import pyogrio
import pytest
import shapely
from commands import one_line_each, run
from support import atlas_of, contents, problems_of, put

from geo.arc import anchor
from layers.assemble import Atlas
from layers.messages import Message
from layers.relations import KINDS, MUTUAL
from mapgen.pages.payload import payload
from mapgen.tables.frames import layers_of

Write = Callable[..., None]


@pytest.fixture
def write(grid: Path) -> Write:
    """Write the relations of the made-up plan: from, to, kind, and further keys as they stand in the file."""

    def write(*relations: tuple[str, str, str] | str) -> None:
        texts = [
            each
            if isinstance(each, str)
            else f'from = "{each[0]}"\nto = "{each[1]}"\nkind = "{each[2]}"\ncite = "方城规划 一"\n'
            for each in relations
        ]
        text = "\n".join(f"[[relations]]\n{each}" for each in texts)
        (grid / "town" / "relations.toml").write_text(text, "utf-8")

    return write


def told(folder: Path) -> list[tuple[str, object, object, str]]:
    """Problems of relations: file, number, field, and code of the (first) reason."""

    def reason(problem: Message) -> str:
        first = problem.values["reason"]
        first = first[0] if isinstance(first, tuple) else first
        assert isinstance(first, Message)
        return first.code

    return [
        (each.file, each.values.get("number"), each.values["field"], reason(each))
        for each in problems_of(folder)
    ]


def test_relations_have_arcs_between_the_anchors_of_their_ends(grid: Path, write: Write) -> None:
    write(("town.north", "town.south-point", "radiates to"), ("town.axis", "town.south", "links"))
    atlas = atlas_of(grid)
    first, second = atlas.links["town"]
    assert (first.id, second.id) == ("town#1", "town#2")
    assert first.ends == ("town.north", "town.south-point")
    assert second.record.kind == "links"
    assert first.geometry is not None
    ends = [shapely.Point(first.geometry.coords[at]) for at in (0, -1)]
    anchors = [anchor(atlas.elements[name].geometry) for name in first.ends]
    assert [one.distance(other) < 1e-6 for one, other in zip(anchors, ends, strict=True)] == [True, True]


def test_a_plan_without_relations_has_none(grid: Path) -> None:
    assert atlas_of(grid).links == {}


FILE = "town/relations.toml"
LINK = ("town.north", "town.south", "links")


@pytest.mark.parametrize(
    ("relations", "problems"),
    [
        ([("town.north", "town.nowhere", "links")], [(1, "to", "reason-no-feature")]),
        (
            [("town.nowhere", "county.else", "links")],
            [(1, "from", "reason-no-feature"), (1, "to", "reason-no-feature")],
        ),
        ([LINK, ("town.north", "town.north", "links")], [(2, "to", "reason-same-place")]),
        ([("town.north", "town.south", "likes")], [(1, "kind", "schema-literal-error")]),
        ([("North", "town.south", "links")], [(1, "from", "schema-string-pattern-mismatch")]),
        ([LINK, LINK], [(2, "-", "reason-relation-twice")]),
        ([LINK, ("town.south", "town.north", "links")], [(2, "-", "reason-relation-twice")]),
        ([LINK, LINK, LINK], [(2, "-", "reason-relation-twice"), (3, "-", "reason-relation-twice")]),
        # The other way round, or of another kind, it is another relation.
        ([("town.north", "town.south", "radiates to"), ("town.south", "town.north", "radiates to")], []),
        ([LINK, ("town.north", "town.south", "radiates to")], []),
        (['from = "town.north"\nto = "town.south"\nkind = "links"\n'], [(1, "cite", "schema-missing")]),
        (
            ['from = "town.north"\nto = "town.south"\nkind = "links"\ncite = ""\nnot = 1\n'],
            [(1, "cite", "schema-string-too-short"), (1, "not", "schema-extra-forbidden")],
        ),
    ],
)
def test_what_does_not_fit_is_told_with_its_number(
    grid: Path,
    write: Write,
    relations: list[tuple[str, str, str] | str],
    problems: list[tuple[int, str, str]],
) -> None:
    write(*relations)
    assert told(grid) == [(FILE, *each) for each in problems]


def test_a_place_has_no_relation_to_itself_under_another_name(grid: Path, write: Write) -> None:
    put(
        grid,
        "town/nodes",
        "town.south-point",
        same_as="town.north-point",
        basis=None,
        accuracy_m=None,
        geometry=None,
    )
    write(("town.north-point", "town.south-point", "links"))
    assert told(grid) == [(FILE, 1, "to", "reason-same-place")]


def test_references_in_a_circle_are_told_and_not_followed(grid: Path, write: Write) -> None:
    for one, other in (("north", "south"), ("south", "north")):
        put(
            grid,
            "town/nodes",
            f"town.{one}-point",
            same_as=f"town.{other}-point",
            basis=None,
            accuracy_m=None,
            geometry=None,
        )
    write(("town.north-point", "town.south-point", "links"))
    assert [each.code for each in problems_of(grid)] == ["reference-loop"]


@pytest.mark.parametrize("text", ["", "relations = []\n", "[[relation]]\n", "relations = 5\n"])
def test_a_file_that_states_no_relation_is_refused(grid: Path, text: str) -> None:
    (grid / "town" / "relations.toml").write_text(text, "utf-8")
    assert {(each.code, each.file) for each in problems_of(grid)} == {("attribute", FILE)}


def test_all_problems_are_told_at_once_in_a_line_each(grid: Path, write: Write) -> None:
    write(("town.north", "town.nowhere", "links"), ("town.south", "town.south", "links"), LINK, LINK)
    result = run("check", "--layers", grid)
    assert result.exit_code == 2
    lines = one_line_each(result.stderr)
    assert len(lines) == 3
    assert "relation 1 is invalid (to: there is no feature town.nowhere)" in lines[0]
    assert "relation 2 is invalid (to: it is the same place as town.south)" in lines[1]
    assert "relation 4 is invalid (-: it repeats relation 3)" in lines[2]
    (grid / "town" / "relations.toml").write_text("[[relations]", "utf-8")
    assert [each.code for each in problems_of(grid)] == ["not-toml"]


def test_relations_are_part_of_the_version(grid: Path, write: Write) -> None:
    before = atlas_of(grid).catalog.version
    write(LINK)
    assert atlas_of(grid).catalog.version != before


def test_the_relations_of_the_project_are_cited_from_the_plan_that_states_them(own_atlas: Atlas) -> None:
    assert set(own_atlas.links) == set(own_atlas.catalog.plans)
    for plan, links in own_atlas.links.items():
        title = own_atlas.catalog.plans[plan].title
        for link in links:
            assert link.record.cite.startswith(f"{title} "), link.id
            # The plan has an element of its own for whatever it names.
            assert {own_atlas.catalog.entries[end].plan for end in link.ends} == {plan}, link.id
    assert {each.record.kind for links in own_atlas.links.values() for each in links} <= set(KINDS)
    assert set(KINDS) > MUTUAL


def test_a_page_has_the_relations_of_its_places_and_the_names_of_their_other_ends(own_atlas: Atlas) -> None:
    page = payload(own_atlas, ["haizhu"], "haizhu", None, None)
    spills = [each for each in page["relations"] if each["kind"] == "spills over to"]
    assert [each["ends"][0].split(".")[1] for each in spills] == ["bio-island"]
    assert spills[0]["geometry"] is not None
    # Of the page's own plan only those that it does not draw.
    assert {end["id"] for end in page["ends"] if end["plan"] == "haizhu"} == {"haizhu.women-polytechnic"}
    # An end of which only the name is known has no arc.
    nansha = payload(own_atlas, ["nansha"], "nansha", None, None)
    assert "nansha.guang-shen-gang-corridor" in {end["id"] for end in nansha["ends"]}
    bare = [each for each in nansha["relations"] if each["ends"][1] == "nansha.guang-shen-gang-corridor"]
    assert [each["geometry"] for each in bare] == [None]
    # A relation that another plan states of a place on this page, under its own name for it.
    shenzhen = payload(own_atlas, ["nanshan"], "nanshan", None, None)
    assert {each["plan"] for each in shenzhen["relations"]} >= {"guangzhou", "huangpu"}
    assert {plan["id"] for plan in shenzhen["other_plans"]} >= {"guangzhou", "huangpu"}
    whole = payload(own_atlas, list(own_atlas.catalog.plans), "atlas", None, None)
    assert len(whole["relations"]) == sum(map(len, own_atlas.links.values()))
    assert whole["other_plans"] == []


def test_a_relation_of_other_places_is_not_on_a_page(grid: Path, write: Write) -> None:
    write(LINK)
    atlas = atlas_of(grid)
    assert len(payload(atlas, ["town"], "town", None, None)["relations"]) == 1
    assert payload(atlas, [], "none", None, None)["relations"] == []


def test_an_edited_arc_changes_nothing(grid: Path, write: Write, tmp_path: Path) -> None:
    write(LINK, ("town.north", "town.south-point", "radiates to"))
    assert run("export", "--layers", grid, "--out", tmp_path / "out").exit_code == 0
    file = next((tmp_path / "out").rglob("*.gpkg"))
    arcs = pyogrio.read_dataframe(file, layer="town_relations")
    assert list(arcs["kind"]) == ["links", "radiates to"]
    assert list(arcs["to_name"]) == ["南片", "南点"]
    edited = arcs.iloc[:1].assign(cite="别处")
    edited.geometry = edited.geometry.translate(0.1)
    pyogrio.write_dataframe(edited, file, layer="town_relations", driver="GPKG")
    before = contents(grid)
    result = run("import", file, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert contents(grid) == before


def test_a_plan_without_relations_has_no_layer_of_them(grid: Path) -> None:
    assert "relations" not in layers_of(atlas_of(grid), "town")


def test_fmt_tidies_relations_and_keeps_comments(grid: Path, write: Write) -> None:
    write(LINK)
    path = grid / "town" / "relations.toml"
    tidy = path.read_text("utf-8")
    path.write_text("# 注\n" + tidy.replace("\n", "  \n") + "\n\n", "utf-8")
    assert run("fmt", "--layers", grid).exit_code == 0
    assert path.read_text("utf-8") == "# 注\n" + tidy
    path.write_text(tidy.replace('"links"', '"likes"'), "utf-8")
    result = run("fmt", "--layers", grid)
    assert (result.exit_code, len(one_line_each(result.stderr))) == (2, 1)
