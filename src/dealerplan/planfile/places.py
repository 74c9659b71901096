"""Where the entries of a plan file's mappings begin and end, so that they can be taken out in their places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

import yaml

from dealerplan.planfile.source import LOADER

Data = Any  # str | None | list[Data] | dict[str, Data]
Said = TypeVar("Said")


class Unusual(Exception):
    """A file that is written in a way in which nothing can be taken out of it: with anchors, or keys behind `?`."""


class Entry(NamedTuple):
    """A key with its value. All places are counted in characters from the file's beginning.

    From `start` to `end` is what goes with it: in braces from behind the comma before it to behind its own, else its
    whole lines; comments behind it are within. `comma` is where that stands, `after` where further keys have room.
    """

    key: str
    node: yaml.Node
    at: int
    key_end: int
    value_end: int
    start: int
    end: int
    in_braces: bool
    comma: int | None = None
    after: int = 0

    @property
    def body(self) -> tuple[int, int]:
        """From where to where it stands: in braces without what is around it, else its whole lines."""
        return (self.at, self.value_end) if self.in_braces else (self.start, self.end)


class Edit(NamedTuple):
    """What stands in place of the text between two places: a text, or whatever is to be said there."""

    start: int
    end: int
    new: Any = ""


def compose(text: str) -> yaml.MappingNode:
    """A file's nodes; raises Unusual where values stand at two places, or lines end in odd ways."""
    if "<<" in text or _ODD_ENDS.search(text) or ("&" in text and _has_anchors(text)):
        raise Unusual
    node = yaml.compose(text, Loader=LOADER)
    assert isinstance(node, yaml.MappingNode)  # as of every file that is a plan
    return node


_ODD_ENDS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")


def _has_anchors(text: str) -> bool:
    return any(getattr(event, "anchor", None) for event in yaml.parse(text, Loader=LOADER))


def data_of(node: yaml.Node) -> Data:
    """What a node says, as source.py reads it."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: data_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [data_of(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return None if not node.style and node.value in ("", "~", "null") else node.value


def entries(text: str, node: yaml.Node) -> list[Entry]:
    """The entries of a mapping in their order, none of what is no mapping; raises Unusual."""
    if not isinstance(node, yaml.MappingNode):
        return []
    return list(_in_braces(text, node) if node.flow_style else _in_lines(text, node))


def _in_lines(text: str, node: yaml.MappingNode) -> Iterator[Entry]:
    for key, value in node.value:
        at, end = key.start_mark.index, _end_of(text, value)
        start = text.rfind("\n", 0, at) + 1
        if text[start:at].strip(" "):
            raise Unusual
        after = text.find("\n", end) + 1 or len(text)
        room = start + len(text[start:after].rstrip("\r\n"))
        yield Entry(key.value, value, at, key.end_mark.index, end, start, after, in_braces=False, after=room)


def _end_of(text: str, node: yaml.Node) -> int:
    """Where a value ends, without the comments and empty lines behind it."""
    if node.end_mark.index == node.start_mark.index or getattr(node, "flow_style", False):
        return int(node.end_mark.index)
    if isinstance(node, yaml.MappingNode):
        return _end_of(text, node.value[-1][1])
    if isinstance(node, yaml.SequenceNode):
        return _end_of(text, node.value[-1])
    return len(text[: node.end_mark.index].rstrip())  # of a text in lines of its own the line's end is within


def _in_braces(text: str, node: yaml.MappingNode) -> Iterator[Entry]:
    start, close = node.start_mark.index + 1, node.end_mark.index - 1
    for key, value in node.value:
        at, value_end = key.start_mark.index, value.end_mark.index
        if _COMMENT.sub("", text[start:at]).strip():
            raise Unusual
        behind = _BEHIND.match(text, value_end, close)
        assert behind is not None  # of what may be empty
        end, comma = behind.end(), None if behind["comma"] is None else behind.start("comma")
        yield Entry(key.value, value, at, key.end_mark.index, value_end, start, end, True, comma, value_end)
        start = end


_COMMENT = re.compile(r"(?<!\S)#[^\n]*")
_BEHIND = re.compile(r"(?:(?:\s|(?<=\s)#[^\n]*+)*+(?P<comma>,))?(?:[^\S\n]+#[^\r\n]*)?")


def cut(text: str, all_entries: Sequence[Entry], gone: Collection[str]) -> Iterator[Edit]:
    """What takes entries out of their mapping, with what belongs to them."""
    for entry in all_entries:
        if entry.key in gone:
            yield Edit(entry.start, entry.end)
    kept = [entry for entry in all_entries if entry.key not in gone]
    if kept and kept[0].in_braces:
        yield from _mended(text, all_entries, kept)


def _mended(text: str, all_entries: Sequence[Entry], kept: Sequence[Entry]) -> Iterator[Edit]:
    """No comma behind the last that is left, and no other space before the first."""
    first, head = kept[0], text[all_entries[0].start : all_entries[0].at]
    if first is not all_entries[0] and "\n" not in head + text[first.start : first.at]:
        yield Edit(first.start, first.at, head)
    last = kept[-1]
    if last is not all_entries[-1] and last.comma is not None:
        yield Edit(last.comma, last.comma + 1)


def pieces(text: str, start: int, end: int, edits: Collection[Edit]) -> list[Any]:
    """The text between two places with its edits, in pieces: every second one is what an edit says."""
    found: list[Any] = []
    for edit in sorted(edits, key=lambda edit: edit[:2]):
        found += [text[start : edit.start], edit.new]
        start = edit.end
    return [*found, text[start:end]]
