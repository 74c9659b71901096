"""The text of a target of a group's plan file, with slots for what is one store's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import yaml

from dealerplan.domain.goal import WrittenGoal
from dealerplan.domain.month import Month
from dealerplan.planfile.places import Edit, Entry, cut, data_of, entries, pieces
from dealerplan.planfile.source import Path
from dealerplan.planfile.writing import scalar

Said = Mapping[Path, Any]


class Slot(NamedTuple):
    """A place for what a store has: a `text` in quotes where it needs them, a `value` behind its key as YAML, or `more`
    keys with their values as YAML. `was` is what stands there."""

    path: Path
    kind: Literal["text", "value", "more"]
    was: str
    in_braces: bool
    lead: str = ""

    def filled(self, said: Any) -> str:
        """The file's text for what a store has."""
        if self.kind == "text":
            return quoted(said, self.in_braces)
        if self.kind == "value":
            return f": {said}"
        return "".join(f"{self.lead}{key}: {value}" for key, value in said)


@lru_cache(maxsize=100_000)
def quoted(text: str, in_braces: bool) -> str:
    """A text as YAML."""
    return scalar(text, in_braces)


class Template:
    """A piece of the file's text with its slots."""

    def __init__(self, found: list[Any]) -> None:
        self.pieces = [piece.was if isinstance(piece, Slot) else piece for piece in found]
        self.slots = {piece.path: (at, piece) for at, piece in enumerate(found) if isinstance(piece, Slot)}
        self.plain = "".join(self.pieces)

    def filled(self, said: Said) -> str:
        """The text with what a store has in its slots; the other ones say what the file says."""
        if not said:
            return self.plain
        made = self.pieces.copy()
        for path, value in said.items():
            at, slot = self.slots[path]
            made[at] = slot.filled(value)
        return "".join(made)


class TargetText:
    """A target's text in the file, with what may be taken out of it."""

    def __init__(self, text: str, entry: Entry) -> None:
        self.text, self.entry = text, entry
        self._known: dict[frozenset[Path], Template] = {}

    def without(self, gone: frozenset[Path]) -> Template:
        """The text with slots, without the keys at some paths below the target."""
        found = self._known.get(gone)
        if found is None:
            entry, edits = self.entry, list(_edits(self.text, self.entry.node, (), gone))
            self._known[gone] = found = Template(pieces(self.text, *entry.body, edits))
        return found

    def revisions(self, path: Path) -> list[dict[str, Any]]:
        """What the file says of revisions, below a path of the target."""
        node: yaml.Node | None = self.entry.node
        for key in (*path, "revisions"):
            node = _below(node, key)
        return data_of(node) or [] if node is not None else []


def _below(node: yaml.Node | None, key: str | int) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _edits(text: str, node: yaml.Node, path: Path, gone: Collection[Path]) -> Iterator[Edit]:
    """What is taken out of a target or member, and its slots."""
    found = entries(text, node)
    out = {entry.key for entry in found if (*path, entry.key) in gone}
    yield from cut(text, found, out)
    goal = _below(node, "goal")
    is_by_store = goal is not None and WrittenGoal.read(goal.value).by_store
    for entry in found:
        if entry.key in out:
            continue
        below = (*path, entry.key)
        match entry.key:
            case "goal":
                yield _text_slot(text, below, entry.node, entry)
                yield _more_slot(text, path, entry)
            case "start" | "stretch":
                yield _text_slot(text, below, entry.node, entry)
            case "phasing":
                yield _value_slot(text, below, entry)
            case "revisions" if is_by_store:
                yield _value_slot(text, below, entry)
            case "revisions":
                yield from _revised_goals(text, below, entry)
            case "split":
                yield from _split(text, below, entry, gone)


def _split(text: str, path: Path, entry: Entry, gone: Collection[Path]) -> Iterator[Edit]:
    members = entries(text, entry.node)
    out = {member.key for member in members if (*path, member.key) in gone}
    yield from cut(text, members, out)
    for member in members:
        below = (*path, member.key)
        if member.key in out:
            continue
        if isinstance(member.node, yaml.MappingNode):
            yield from _edits(text, member.node, below, gone)
        else:  # the goal alone
            yield _value_slot(text, below, member)


def _revised_goals(text: str, path: Path, entry: Entry) -> Iterator[Edit]:
    for item in entry.node.value if isinstance(entry.node, yaml.SequenceNode) else ():
        start, goal = _below(item, "from"), _below(item, "goal")
        if start is not None and goal is not None:
            place = (*path, str(Month.parse(start.value)))
            yield _text_slot(text, place, goal, entry._replace(in_braces=bool(item.flow_style)))


def _text_slot(text: str, path: Path, node: yaml.Node, entry: Entry) -> Edit:
    start, end = node.start_mark.index, node.end_mark.index
    end = start + len(text[start:end].rstrip())  # of a text in lines of its own
    return Edit(start, end, Slot(path, "text", text[start:end], entry.in_braces))


def _value_slot(text: str, path: Path, entry: Entry) -> Edit:
    start, end = entry.key_end, entry.value_end
    return Edit(start, end, Slot(path, "value", text[start:end], entry.in_braces))


def _more_slot(text: str, path: Path, entry: Entry) -> Edit:
    """Room for keys behind an entry's."""
    lead = ", "
    if not entry.in_braces:
        lead = ("\r\n" if "\r\n" in text else "\n") + text[entry.start : entry.at]
    return Edit(entry.after, entry.after, Slot(path, "more", "", entry.in_braces, lead))
