"""YAML text to plain data with the place of every key and value. Scalars stay text; nothing can blow up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from dealerplan.domain.pattern import pattern
from dealerplan.planfile.goals import in_two_keys
from dealerplan.planfile.mistakes import Mistake, broken_number, explain, explain_syntax, explain_value, stray_sign
from dealerplan.planfile.problem import LARGEST, Mark, Problem
from dealerplan.words import Message, say

DEEPEST = 20
MOST_NODES = 20_000
MOST_PROBLEMS = 100
MOST_MENDED = 20  # each has the whole file read again

Path = tuple[str | int, ...]
Data = Any  # str | None | list[Data] | dict[str, Data]


@dataclass
class Source:
    """A parsed file. `marks` knows where each value stands, `keys` where its key does.

    `origins` leads from the path of an alias, or of a respelt key, to the path where it is written out; `texts` has the
    scalars. At `mended` places stand values that YAML could not read, of which nothing more is said.
    """

    text: str = ""
    data: Data = None
    marks: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    texts: dict[Path, str] = field(default_factory=dict)
    origins: dict[Path, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    mended: set[Mark] = field(default_factory=set)

    def mark(self, path: Path, key: bool = False) -> Mark:
        """The place of a value, or of its key; of the nearest enclosing one where it isn't written."""
        while path:
            table = self.keys if key and isinstance(path[-1], str) else self.marks
            found = table.get(path) or table.get(self._origin(path))
            if found:
                return found
            path, key = path[:-1], isinstance(path[-1], str)  # of a list of one that is written without brackets: it
        return self.marks.get((), Mark(1, 1))

    def mark_within(self, path: Path, offset: int) -> Mark:
        """The place of a character of a value, or of the value where that is not written letter by letter."""
        mark, written = self.mark(path), self.texts.get(self._origin(path), "")[:offset]
        for quote in (0, 1):
            if written and self.line(mark.line).startswith(written, mark.column - 1 + quote):
                return Mark(mark.line, mark.column + quote + offset)
        return mark

    def _origin(self, path: Path) -> Path:
        for end in range(len(path), 0, -1):
            if start := self.origins.get(path[:end]):
                return self._origin(start + path[end:])
        return path

    def line(self, number: int) -> str:
        """The text of a line, empty after the last."""
        return self._lines[number - 1] if number <= len(self._lines) else ""

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.splitlines()

    def report(self, mark: Mark, message: Message, hint: Message | None = None) -> None:
        """Note a problem, once; raises Enough where nobody would read more of them."""
        if mark in self.mended:
            return
        problem = Problem(mark, message, hint)
        if problem not in self.problems:
            self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            raise Enough

    def report_at(self, path: Path, message: Message, hint: Message | None, key: bool = False, offset: int = 0) -> None:
        """Note a problem at a key or value, in the words of its real cause where that shows in the line."""
        mark = self.mark(path, key) if key else self.mark_within(path, offset)
        slip = None if key else explain_value(self.line(mark.line), self.mark(path).column)
        if slip:
            self.report(Mark(mark.line, slip.column), slip.message, slip.hint)
        else:
            self.report(mark, message, hint)


class Enough(Exception):
    """So much is wrong that the rest is not looked at."""


def read(source: Source, raw: bytes) -> None:
    """Read a file's bytes; notes what is wrong, all of it where the syntax allows to go on."""
    try:
        source.text = _decoded(raw)
        _check_characters(source)
        _read_on(source)
    except _Stop as stop:
        source.report(*stop.problem)
    except yaml.YAMLError:  # libyaml refuses a few characters more than YAML does
        source.report(Mark(1, 1), say("the file is not YAML"), SHAPE)


def _read_on(source: Source) -> None:
    """Read the text; a value that lacks its quotes is noted and stands aside, so that the rest is read too."""
    text: str | None = source.text
    while text is not None:
        try:
            return _Reader(source, text).read()
        except yaml.MarkedYAMLError as error:
            text = _report_syntax(source, error, text.splitlines(keepends=True))
    return None


class _Stop(Exception):
    def __init__(self, mark: Mark, message: Message, hint: Message) -> None:
        self.problem = Problem(mark, message, hint)


SHAPE = say("a plan file has keys and values, lists and mappings: see the example in the README")
_SAVE = say("save it as UTF-8 in your editor")


def _decoded(raw: bytes) -> str:
    top = Mark(1, 1)
    if len(raw) > LARGEST:
        raise _Stop(top, say("the file is larger than 1 MiB"), say("a plan is a page or two; is this another file?"))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _Stop(top, say("the file is UTF-16, not UTF-8"), _SAVE)
    if b"\0" in raw:
        raise _Stop(top, say("the file is binary, not text"), say("is this another file?"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = Mark(raw.count(b"\n", 0, error.start) + 1, 1)
        if _is_chinese(raw):
            raise _Stop(line, say("the file is GB18030, not UTF-8"), _SAVE) from None
        raise _Stop(line, say("the file is not UTF-8"), _SAVE) from None


def _check_characters(source: Source) -> None:
    if match := _CONTROL.search(source.text):
        before = f"{source.text[: match.start()]}.".splitlines()
        message = say("a control character stands here: {char}", char=match[0])
        raise _Stop(Mark(len(before), len(before[-1])), message, say("delete it"))


# What YAML would refuse without saying where; the list of what it takes is as short, but compiles ten times slower.
_CONTROL = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def _is_chinese(raw: bytes) -> bool:
    try:
        decoded = raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= char <= "\u9fff" for char in decoded)


class _Reader:
    """Builds data from parser events, so that depth and size are bounded."""

    def __init__(self, source: Source, text: str) -> None:
        self.source, self.text = source, text
        self.events: Iterator[Any] = iter(())
        self.anchors: dict[str, tuple[Path, Data, int]] = {}
        self.nodes = 0

    def read(self) -> None:
        documents = 0
        self.events = yaml.parse(self.text, Loader=LOADER)
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Stop(_mark(event), say("a second document begins here"), say("one plan to a file"))
            elif isinstance(event, yaml.NodeEvent):
                self.source.data = self._node(event, ())

    def _node(self, event: Any, path: Path) -> Data:
        before = self.nodes
        self._count(1, event, path)
        self.source.marks[path] = _mark(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path)
        if event.tag and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!"):
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise _Stop(_mark(event), say("tags such as {tag} mean nothing here", tag=tag), say("delete it"))
        if isinstance(event, yaml.ScalarEvent):
            data: Data = self._scalar(event, path)
        elif isinstance(event, yaml.SequenceStartEvent):
            data = self._list(path)
        else:
            data = self._mapping(path)
        if event.anchor:
            self.anchors[event.anchor] = (path, data, self.nodes - before)
        return data

    def _count(self, nodes: int, event: Any, path: Path) -> None:
        self.nodes += nodes
        if len(path) > DEEPEST:
            raise _Stop(_mark(event), say("this is nested more than {most} deep", most=DEEPEST), SHAPE)
        if self.nodes > MOST_NODES:
            raise _Stop(_mark(event), say("the file says more than {most} things", most=MOST_NODES), SHAPE)

    def _scalar(self, event: Any, path: Path) -> str | None:
        if not event.style and event.value in ("", "~", "null"):
            return None
        self.source.texts[path] = event.value
        if not event.value and event.style in ("|", ">"):
            self._folded(_mark(event))
        return str(event.value)

    def _folded(self, mark: Mark) -> None:
        """`goal: >5` is an empty text folded in YAML's eyes."""
        if mistake := stray_sign(self.source.line(mark.line), mark.column):
            self.source.report(mark, mistake.message, mistake.hint)

    def _list(self, path: Path) -> list[Data]:
        items: list[Data] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Data]:
        found: dict[str, Data] = {}
        merged: list[tuple[Path, Data]] = []
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, mark = self._key(event), _mark(event)
            aside = (*path, -self.nodes)  # a path that no key has
            if mistake := broken_number(self.source.line(mark.line), mark.column):
                self._broken(Mark(mark.line, mistake.column), mistake, [*found][-1:] == ["goal"])
                self._node(next(self.events), aside)
            elif key == "<<" and not event.style:
                merged.append((aside, self._node(next(self.events), aside)))
            elif key in found:
                first = self.source.keys[*path, key].line
                message = say("{key} stands here a second time (first in line {line})", key=key, line=first)
                self.source.report(mark, message, say("keep one of them"))
                self._node(next(self.events), aside)
            else:
                self.source.keys[*path, key] = mark
                found[key] = self._node(next(self.events), (*path, key))
        for start, data in merged:
            self._merge(found, path, start, data)
        return found

    def _broken(self, mark: Mark, mistake: Mistake, is_goal: bool) -> None:
        """A value cut at its comma; nothing more is said of what is left of it."""
        both = in_two_keys(mistake.value) if is_goal else None
        self.source.report(mark, mistake.message, say("write {example}", example=both) if both else mistake.hint)
        self.source.mended.add(mark)

    def _merge(self, found: dict[str, Data], path: Path, start: Path, data: Data) -> None:
        """Take over, as YAML's `<<` has it, what the mapping doesn't say itself."""
        if isinstance(data, list):
            for index, item in enumerate(data):
                self._merge(found, path, (*start, index), item)
        elif isinstance(data, dict):
            for key in data.keys() - found.keys():
                self.source.origins[*path, key] = (*start, key)
            found |= {key: value for key, value in data.items() if key not in found}
        else:
            self.source.report(self.source.mark(start), say("<< takes a mapping"), say("delete it"))

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise _Stop(_mark(event), say("a key must be a word"), SHAPE)
        return str(event.value)

    def _alias(self, event: Any, path: Path) -> Data:
        name = event.anchor
        if name not in self.anchors:
            hint = say("write '{value}', with the quotes", value=f"*{name}")
            raise _Stop(_mark(event), say("*{name} refers to nothing", name=name), hint)
        start, data, nodes = self.anchors[name]
        self._count(nodes, event, path)
        self.source.origins[path] = start
        return data


LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _report_syntax(source: Source, error: yaml.MarkedYAMLError, lines: list[str]) -> str | None:
    """Say in the user's terms what the YAML parser stumbled over; the cause is often in the line before.

    Gives the text to go on with where that is a value without its quotes, in the same places.
    """
    at, begun = (
        Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)
        for mark in (error.problem_mark or error.context_mark, error.context_mark or error.problem_mark)
    )
    for number in (at.line, at.line - 1, begun.line):
        if 0 < number <= len(lines) and (mistake := explain(lines[number - 1].rstrip("\r\n"))):
            source.report(Mark(number, mistake.column), mistake.message, mistake.hint)
            return _mended(source, lines, number, mistake)
    problem, context = error.problem or "", error.context or ""
    sign = source.line(at.line)[at.column - 1 : at.column]
    message, hint, earlier = explain_syntax(problem, context, sign, at.line == begun.line)
    source.report(begun if earlier else at, message, hint)
    return None


def _mended(source: Source, lines: list[str], number: int, mistake: Mistake) -> str | None:
    """The text with a word of the same length in place of a value without its quotes; None of anything else."""
    mark, width = Mark(number, mistake.column), len(mistake.value)
    if not width or mark in source.mended or len(source.mended) >= MOST_MENDED:
        return None
    source.mended.add(mark)
    line, begin = lines[number - 1], mistake.column - 1
    word = f"_{len(source.mended)}".ljust(width, "_")[:width]
    lines[number - 1] = line[:begin] + word + line[begin + width :]
    return "".join(lines)
