"""Findings that were accepted, given to the elements that they belong to."""

import shapely

from layers.messages import Message
from mapgen.accepting.chosen import Choice, Chosen, ChosenSide, short
from mapgen.accepting.decisions import Decision
from mapgen.accepting.draft import Draft, Finding, Stated, StatedSide
from mapgen.accepting.wording import is_sound


class Names:
    """Elements by what they are called: as read, by an alias, or anew."""

    def __init__(self, draft: Draft) -> None:
        self.read: dict[str, int] = {}
        for at, one in enumerate(draft.elements):
            self.read.setdefault(one.name, at)
        for at, one in enumerate(draft.elements):
            for alias in one.aliases:
                self.read.setdefault(alias, at)
        self.new: dict[str, int] = {}

    def __getitem__(self, name: str) -> int | None:
        return self.read.get(name, self.new.get(name))


class Following:
    """Findings given to the elements that they belong to, one after the other."""

    def __init__(
        self, draft: Draft, names: Names, made: dict[int, Chosen], roots: dict[int, int], chosen: Choice,
        *, unseen: bool,
    ) -> None:  # fmt: skip
        self.draft, self.names, self.made, self.roots, self.chosen = draft, names, made, roots, chosen
        self.unseen = unseen
        self.parts: dict[tuple[int, int, int], int] = {}
        self.found_wholes: dict[int, list[int]] = {}

    def _element(self, name: str) -> int | None:
        at = self.names[name]
        return self.roots.get(at) if at is not None else None

    def take(self, each: Finding, decision: Decision | None) -> None:
        """Give a finding to its element: that of its decision, else that which it was read for."""
        if each.kind == "layout":
            if self.chosen.layout is None:
                layout = self.draft.layouts[each.number]
                self.chosen.layout, self.chosen.layout_cite = layout.phrase, layout.cite
        elif each.kind == "indicator":
            self.chosen.indicators += 1
        elif each.kind != "element":
            target = decision.zone if decision and decision.zone else None
            at = self._element(target) if target else self.roots.get(each.element)
            if at is None:
                if decision is not None:
                    values = {
                        "kind": Message(f"accept-kind-{each.kind}"),
                        "quote": short(each.quote or each.value),
                        "subject": target or each.subject or "\u2014",
                    }
                    self.chosen.remarks.append(Message("accept-homeless", values=values))
                return
            {"side": self._side, "area": self._area, "member": self._member, "passes": self._course}[
                each.kind
            ](at, each, decision)

    def _side(self, at: int, each: Finding, decision: Decision | None) -> None:
        stated = self._stated(each)
        if not isinstance(stated, StatedSide) or not self._is_sound(stated.name):
            return
        drawn = shapely.LineString(decision.line) if decision and decision.line else None
        own = self.made[at].sides
        moved = decision is not None and decision.zone is not None
        part = stated.part if moved else self._part(at, each, stated.part)
        if any(
            (side.stated.side, side.stated.name, side.part) == (stated.side, stated.name, part)
            for side in own
        ):
            return
        accuracy = decision.accuracy_m if decision else None
        own.append(ChosenSide(stated, part, each.subject, drawn, accuracy))

    def _part(self, at: int, each: Finding, part: int) -> int:
        """Number of a part: what is merged in is one of its own, unless it is a piece of what is there."""
        if each.element < 0 or self.roots.get(each.element) != at or each.element == at:
            return part
        there = self.draft.elements[at].sides
        merged = [side for side in self.draft.elements[each.element].sides if side.part == part]
        own = {(side.side, side.name) for side in there}
        ways = {side.side for side in there}
        # One zone under two names has the same sides twice, or some under each.
        if there and all((side.side, side.name) in own or side.side not in ways for side in merged):
            return there[0].part
        key = (at, each.element, part)
        if key not in self.parts:
            taken = {side.part for side in there} | {n for (to, *_), n in self.parts.items() if to == at}
            self.parts[key] = max(taken, default=0) + 1
        return self.parts[key]

    def _is_sound(self, name: str) -> bool:
        """Whether layers may hold a name; if not, that is said."""
        sound = is_sound(name)
        if not sound:
            self.chosen.remarks.append(Message("accept-unsound", values={"name": name[:40]}))
        return sound

    def _area(self, at: int, each: Finding, decision: Decision | None) -> None:
        del decision
        stated = self._stated(each)
        if isinstance(stated, Stated):
            self.made[at].stated.append(stated)

    def _stated(self, each: Finding) -> Stated | StatedSide:
        if each.element < 0:
            return self.draft.loose[each.number].stated
        one = self.draft.elements[each.element]
        return one.sides[each.number] if each.kind == "side" else one.stated[each.number]

    def _member(self, at: int, each: Finding, decision: Decision | None) -> None:
        part = self._element(each.value)
        if part is None:
            if decision is not None:
                values = {"name": each.value, "target": each.subject}
                self.chosen.remarks.append(Message("accept-member-missing", values=values))
            elif self.unseen:
                self.made[at].complete = False
        elif part != at:
            self.found_wholes.setdefault(part, []).append(at)

    def _course(self, at: int, each: Finding, decision: Decision | None) -> None:
        del decision
        if not self._is_sound(each.value):
            return
        passed = self._element(each.value)
        self.made[at].passes.append(each.value if passed is None else self.made[passed])

    def wholes(self) -> None:
        """Give each element what it is part of: what the reviewer says, else what was read."""
        for at, one in self.made.items():
            if self.roots[at] != at:
                continue
            wanted = one.decision.parent if one.decision else None
            if wanted is not None:
                target = self._element(wanted) if wanted else None
                if wanted and target is None:
                    values = {"name": one.name, "target": wanted}
                    self.chosen.remarks.append(Message("accept-no-parent", values=values))
            else:
                read = self._element(one.read.parent) if one.read.parent else None
                found = self.found_wholes.get(at, [])
                target = read if read in found else next(iter(found), None)
            one.whole = None if target is None or target == at else self.made[target]
