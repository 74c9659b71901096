"""A group's plan file as the plan file of one of its stores: the same text, with what is the store's in its places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from dealerplan import calendar
from dealerplan.domain.goal import Goal, Op, direction
from dealerplan.domain.group import FACTS, Move, NewGoal, Store, StoreGoal
from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical
from dealerplan.domain.own_goal import (
    both_reasons,
    milestones_left_out,
    own_target,
    owner_of,
    said_of_store,
    targets_left_out,
)
from dealerplan.domain.plan import Plan, Target
from dealerplan.domain.unit import Unit
from dealerplan.planfile.places import Edit, Entry, Unusual, compose, cut, data_of, entries, pieces
from dealerplan.planfile.source import Path, Source, read
from dealerplan.planfile.target_text import TargetText, Template, quoted
from dealerplan.planfile.writing import Data, in_line, write

OF_GROUPS = frozenset(("stores", "comparable", "peers"))
OF_GROUPS_BELOW = {"targets": frozenset(("group_goal", "buffer")), "measures": frozenset(("over_stores",))}
"""The keys of a group's plan file that a store's has not."""


def pattern_of(text: str, plan: Plan) -> Pattern:
    """Prepare the text of a group's plan file, and the plan that it means, for `standalone`.

    Values behind anchors are written out; then comments are lost.
    """
    try:
        return Pattern(_without_group(text), plan)
    except Unusual:
        source = Source()
        read(source, text.encode())
        return Pattern(_without_group(write(source.data, "en")), plan)


def standalone(pattern: Pattern, store: Store) -> str:
    """The plan file of a store alone: what it says is what the group's plan is for that store.

    Its goals of the table stand in the targets, the plan's own ones as its share of them; targets without a goal of it
    and milestones while it is not open are left out. Raises ValueError for months of a member, which has its whole's.
    """
    plan, text = pattern.plan, pattern.pieces.copy()
    left_out = targets_left_out(plan, store)
    done = milestones_left_out(plan, store)
    text[pattern.at["store"]] = f"store: {quoted(store.id, pattern.in_braces)}"
    text[pattern.at["head"]] = "".join(
        f"{pattern.lead}{key}: {quoted(value, pattern.in_braces) if isinstance(value, str) else in_line(value)}"
        for key, value in _head(plan, store)
    )
    if left_out:
        text[pattern.at["measures"]] = pattern.declared(left_out)
    if pattern.targets:
        bodies = [None if one.id in left_out else one.said(store, left_out) for one in pattern.targets]
        text[pattern.at["targets"]] = pattern.sections["targets"].with_bodies(bodies)
    if done:
        text[pattern.at["milestones"]] = pattern.sections["milestones"].without(done)
    return "".join(text)


def _head(plan: Plan, store: Store) -> Iterator[tuple[str, Data]]:
    """What the file says of the store itself, behind its id."""
    if store.name is not None:
        yield "store_name", store.name
    owner = owner_of(plan, store)
    if plan.owner is None and owner is not None:
        yield "owner", owner
    if store.opened is not None:
        yield "opened", store.opened.isoformat()
    if store.closed is not None:
        yield "closed", store.closed.isoformat()
    if facts := {fact: store.facts[fact] for fact in FACTS if store.facts.get(fact)}:
        yield "facts", facts
    if store.moves:
        yield "moves", [_said_of(move) for move in store.moves]


def _said_of(move: Move) -> dict[str, str]:
    facts: dict[str, str] = {fact: move.facts[fact] for fact in FACTS if fact in move.facts}
    return {"from": str(move.start)} | facts | ({"why": move.why} if move.why else {})


def _without_group(text: str) -> str:
    """The file without the keys that only a group's has, but `group` itself."""
    found = entries(text, compose(text))
    empty = {one.key for one in found if one.key == "measures" and not data_of(one.node)}
    edits = list(cut(text, found, OF_GROUPS | empty))
    for section in found:
        gone = OF_GROUPS_BELOW.get(section.key)
        for one in entries(text, section.node) if gone and section.key not in empty else ():
            edits += cut(text, entries(text, one.node), gone or ())
    made = "".join(pieces(text, 0, len(text), edits))
    return made if made.endswith("\n") else f"{made}\n"


class Section:
    """The entries of a section, which are left out or changed one by one."""

    def __init__(self, text: str, found: Sequence[Entry]) -> None:
        self.text, self.entries = text, found
        self.start, self.end = found[0].start, found[-1].end

    def with_bodies(self, bodies: Sequence[str | None]) -> str:
        """The section with new texts of its entries; None leaves one out."""
        made: list[Edit] = []
        gone: set[str] = set()
        for entry, body in zip(self.entries, bodies, strict=True):
            if body is None:
                gone.add(entry.key)
            else:
                made.append(Edit(*entry.body, body))
        return "".join(pieces(self.text, self.start, self.end, [*made, *cut(self.text, self.entries, gone)]))

    def without(self, gone: frozenset[str]) -> str:
        """The section without some entries."""
        return "".join(pieces(self.text, self.start, self.end, list(cut(self.text, self.entries, gone))))


class Pattern:
    """A group's plan file without what only a group's says, in pieces with room for what is one store's."""

    def __init__(self, text: str, plan: Plan) -> None:
        self.plan = plan
        root = compose(text)
        found = {entry.key: entry for entry in entries(text, root)}
        below = {key: entries(text, found[key].node) for key in ("measures", "targets", "milestones") if key in found}
        self.in_braces, self.line = bool(root.flow_style), "\r\n" if "\r\n" in text else "\n"
        self.lead = ", " if self.in_braces else self.line
        self.sections = {key: Section(text, those) for key, those in below.items() if those and key != "measures"}
        self.targets = [OwnTarget(text, entry, plan) for entry in below.get("targets", ())]
        declared = {entry.key for entry in below.get("measures", ())}
        self._declares = {one.id: id for one in self.targets if (id := one.declares(declared)) is not None}
        group = found["group"]
        edits = {"store": Edit(group.at, group.value_end), "head": Edit(group.after, group.after)}
        for key, one in self.sections.items():
            edits[key] = Edit(one.start, one.end, text[one.start : one.end])
        if self.targets:
            edits["measures"] = self._room_for_measures(found["targets"], below.get("measures", ()))
        self.pieces = pieces(text, 0, len(text), list(edits.values()))
        order = sorted(edits, key=lambda key: edits[key][:2])
        self.at = {key: 2 * number + 1 for number, key in enumerate(order)}

    def _room_for_measures(self, targets: Entry, measures: Sequence[Entry]) -> Edit:
        """Where the measures stand that targets declared which are not a store's; what is around and between them."""
        if measures:
            last = measures[-1]
            lead = ", " if last.in_braces else " " * (last.at - last.start)
            self._around = (lead, ", " if last.in_braces else self.line + lead, "" if last.in_braces else self.line)
            at = last.value_end if last.in_braces else last.end
        elif self.in_braces:
            self._around, at = ("measures: {", ", ", "}, "), targets.at
        else:
            self._around, at = (f"measures:{self.line}  ", f"{self.line}  ", self.line), targets.start
        return Edit(at, at)

    def declared(self, left_out: frozenset[str]) -> str:
        """The measures that targets declare which are left out."""
        ids = dict.fromkeys(measure for target, measure in self._declares.items() if target in left_out)
        before, between, behind = self._around
        return before + between.join(map(self._declaration, ids)) + behind if ids else ""

    def _declaration(self, id: str) -> str:
        measure = self.plan.measures[id]
        said: dict[str, Any] = {"name": measure.name} if measure.name != id else {}
        said |= {"unit": str(measure.unit)} if measure.unit else {}
        said |= {"was": list(measure.was)} if measure.was else {}
        return f"{quoted(id, True)}: {in_line(said)}"


class OwnGoal(NamedTuple):
    """What a store's file says of one target or member: its goal where it is another, and further keys as YAML."""

    path: Path
    goal: str | None
    keys: Sequence[tuple[str, str]] = ()


class OwnTarget:
    """A target of the group's file with its members, and its text as it stands in a store's."""

    def __init__(self, text: str, entry: Entry, plan: Plan) -> None:
        self.id, self.text = entry.key, TargetText(text, entry)
        self._plan = plan
        targets = [one for one in plan.targets if one.id.split(".")[0] == entry.key]
        self._targets = [(_path_of(one.id), one) for one in targets]
        self._formula = str((data_of(entry.node) or {}).get("formula") or entry.key).strip()
        self._is_of_plan = not any(one.by_store for one in targets)
        self._splits: dict[Path, set[Path]] = {}
        for path, _ in self._targets[1:]:
            self._splits.setdefault(path[:-1], set()).add(path)

    def declares(self, declared: set[str]) -> str | None:
        """The measure that its line declares, if it does."""
        word = self._formula
        return word if word in self._plan.measures and word not in declared and "." not in word else None

    def said(self, store: Store, left_out: frozenset[str]) -> str:
        """Its text for a store."""
        if self._is_of_plan and not left_out and store.opened is None:
            return self.text.without(frozenset()).plain
        gone: set[Path] = set()
        said: dict[Path, Any] = {}
        found: list[OwnGoal] = []
        goals: dict[str, Goal] = {}
        for path, target in self._targets:
            if target.id in left_out:
                gone.add(path)
                continue
            if target.part_of in left_out:
                gone.add(("part_of",))
            bare = direction(goals[target.part_of or ""]) if path else ">="
            if target.by_store:
                goal, own = store.goals[target.id].goal, self._of_table(path, target, store.goals[target.id], bare)
                said |= _start(path, target, store.goals[target.id], gone)
            else:
                one = own_target(self._plan, target, store, _open_days)
                goal, own = one.goal, _changed(path, target, one, bare)
                said |= _others(path, target, one, gone)
            goals[target.id] = goal
            found.append(own)
        gone |= {path for path, members in self._splits.items() if members <= gone}
        template = self.text.without(frozenset(gone))
        for own in found:
            said |= _filled(template, own)
        return template.filled(said)

    def _of_table(self, path: Path, target: Target, own: StoreGoal, bare: Op) -> OwnGoal:
        """A store's goal of the table."""
        keys = []
        if own.months and own.goal.value:
            if path:
                raise ValueError(f"{target.id}: a member's goal falls on the months of its whole")
            keys.append(("phasing", _phasing(own.months, target.unit)))
        if own.later:
            keys.append(("revisions", self._revisions(path, target, own.goal, own.later)))
        return OwnGoal(path, said_of_store(target.goal.text, own.goal, bare), keys)

    def _revisions(self, path: Path, target: Target, first: Goal, later: Sequence[NewGoal]) -> str:
        """The revisions of the file with a store's later goals."""
        found = {Month.parse(one["from"]): one for one in self.text.revisions(path)}
        for new in later:
            known = found.get(new.start, {"from": str(new.start)})
            why = both_reasons(known.get("why"), new.why)
            goal = said_of_store(target.goal.text, new.goal, direction(first))
            found[new.start] = {**known, "goal": goal, **({"why": why} if why else {})}
        return in_line([found[month] for month in sorted(found)])


_open_days = lru_cache(maxsize=1000)(calendar.open_days)


def _path_of(id: str) -> Path:
    """Where a target's part of the file stands below its own target."""
    return tuple(part for short in id.split(".")[1:] for part in ("split", short))


def _phasing(months: Mapping[Month, Fraction], unit: Unit | None) -> str:
    return "{" + ", ".join([f"{month}: {_amount(value, unit)}" for month, value in sorted(months.items())]) + "}"


def _amount(value: Fraction, unit: Unit | None) -> str:
    """A number of a unit: alone, or a share in percents."""
    if unit is None or (share := unit.share) is None:
        return canonical(value)
    return f"{canonical(value / share)}{unit.text_of_share}"


def _start(path: Path, target: Target, own: StoreGoal, gone: set[Path]) -> Mapping[Path, str]:
    """Where a level of the table starts; the key is gone where the table does not say it."""
    place = (*path, "start")
    if target.by_store is None or not target.by_store.starts:
        return {}
    if own.start is None:
        gone.add(place)
        return {}
    return {place: _amount(own.start, target.unit)}


def _changed(path: Path, was: Target, now: Target, bare: Op) -> OwnGoal:
    """A goal of the plan's own."""
    text = said_of_store(now.goal.text, now.goal, bare)
    return OwnGoal(path, text if text != was.goal.text else None)


def _others(path: Path, was: Target, now: Target, gone: set[Path]) -> Mapping[Path, str]:
    """The revised goals and the stretch of a target where they are others; a stretch that is left out is gone."""
    if now is was:
        return {}
    said = {
        (*path, "revisions", str(one.start)): one.goal.text
        for one, before in zip(now.revisions, was.revisions, strict=True)
        if one.goal is not None and one.goal != before.goal
    }
    if now.stretch is not None:
        return {**said, (*path, "stretch"): now.stretch.text}
    gone |= {(*path, "stretch")} if was.stretch is not None else set()
    return said


def _filled(template: Template, own: OwnGoal) -> Mapping[Path, Any]:
    """What stands in the slots of one target or member."""
    slot = template.slots[own.path][1]
    if slot.kind == "value":  # a member's goal alone
        if own.keys:
            goal = own.goal if own.goal is not None else ""
            return {
                own.path: "{"
                + ", ".join(f"{key}: {one}" for key, one in (("goal", quoted(goal, True)), *own.keys))
                + "}"
            }
        return {} if own.goal is None else {own.path: quoted(own.goal, slot.in_braces)}
    said: dict[Path, Any] = {} if own.goal is None else {(*own.path, "goal"): own.goal}
    said |= {(*own.path, key): one for key, one in own.keys if (*own.path, key) in template.slots}
    more = [pair for pair in own.keys if (*own.path, pair[0]) not in template.slots]
    return {**said, own.path: more} if more else said
