"""YAML text to plain data with the place of every key and value. Scalars stay text; nothing can blow up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from dealerplan.errors import Invalid
from dealerplan.planfile.mistakes import explain, unquoted
from dealerplan.words import Message, say

LARGEST = 2**20  # bytes
DEEPEST = 20
MOST_NODES = 20_000

Path = tuple[str | int, ...]
Data = Any  # str | None | list[Data] | dict[str, Data]


class Mark(NamedTuple):
    """A place in the text, counted from 1."""

    line: int
    column: int


class Problem(NamedTuple):
    """Something wrong in a plan file, at a place."""

    mark: Mark
    message: Message
    hint: Message | None = None


@dataclass
class Source:
    """A parsed file. `marks` knows where each value stands, `keys` where its key does."""

    text: str
    data: Data = None
    marks: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    plain: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def mark(self, path: Path, key: bool = False) -> Mark:
        """The place of a value, or of its key; of the nearest enclosing one where it isn't written."""
        while path:
            found = self.keys.get(path) if key else self.marks.get(path)
            if found:
                return found
            path, key = path[:-1], True
        return Mark(1, 1)


def decode(raw: bytes) -> str:
    """Text of a plan file; raises Invalid for what is not UTF-8 text or is too large."""
    if len(raw) > LARGEST:
        raise Invalid(say("the file is larger than 1 MiB"), say("a plan is a page or two; is this another file?"))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Invalid(say("the file is UTF-16, not UTF-8"), _SAVE)
    if b"\0" in raw:
        raise Invalid(say("the file is binary, not text"), say("is this another file?"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        if _is_chinese(raw):
            raise Invalid(say("line {line}: the file is GB18030, not UTF-8", line=line), _SAVE) from None
        raise Invalid(say("line {line}: the file is not UTF-8", line=line), _SAVE) from None


_SAVE = say("save it as UTF-8 in your editor")


def _is_chinese(raw: bytes) -> bool:
    try:
        decoded = raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= char <= "\u9fff" for char in decoded)


def parse(text: str) -> Source:
    """Parse YAML; what is wrong is in the answer's `problems`, all of it where the syntax allows to go on."""
    source = Source(text)
    try:
        _Reader(source).read()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)
        source.problems.append(_syntax(text, at, error))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - (text.rfind("\n", 0, error.position) + 1) + 1
        message = say("a control character stands here: {char}", char=text[error.position : error.position + 1])
        source.problems.append(Problem(Mark(line, column), message, say("delete it")))
    except _Stop as stop:
        source.problems.append(stop.problem)
    return source


class _Stop(Exception):
    def __init__(self, mark: Mark, message: Message, hint: Message | None = None) -> None:
        self.problem = Problem(mark, message, hint)


class _Reader:
    """Builds data from parser events with a stack of its own, so that depth and size are bounded."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.anchors: dict[str, tuple[Path, Data]] = {}
        self.nodes = 0

    def read(self) -> None:
        documents = 0
        events = yaml.parse(self.source.text, Loader=_LOADER)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Stop(_mark(event), say("a second document begins here"), say("one plan to a file"))
            elif isinstance(event, yaml.NodeEvent):
                self.source.data = self._node(event, events, ())

    def _node(self, event: Any, events: Any, path: Path) -> Data:
        self._guard(event, path)
        self.source.marks[path] = _mark(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path)
        if event.tag and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!"):
            raise _Stop(_mark(event), say("tags such as {tag} mean nothing here", tag=event.tag), say("delete it"))
        if isinstance(event, yaml.ScalarEvent):
            data: Data = self._scalar(event, path)
        elif isinstance(event, yaml.SequenceStartEvent):
            data = self._list(events, path)
        else:
            data = self._mapping(events, path)
        if event.anchor:
            self.anchors[event.anchor] = (path, data)
        return data

    def _guard(self, event: Any, path: Path) -> None:
        self.nodes += 1
        if len(path) > DEEPEST:
            raise _Stop(_mark(event), say("this is nested more than {most} deep", most=DEEPEST), _SHAPE)
        if self.nodes > MOST_NODES:
            raise _Stop(_mark(event), say("the file says more than {most} things", most=MOST_NODES), _SHAPE)

    def _scalar(self, event: Any, path: Path) -> str | None:
        if event.style is None:
            self.source.plain.add(path)
            if event.value in ("", "~", "null"):
                return None
        elif event.style in "|>" and not event.value:
            self.source.problems.append(Problem(_mark(event), *unquoted(event.style)))
        return str(event.value)

    def _list(self, events: Any, path: Path) -> list[Data]:
        items: list[Data] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Any, path: Path) -> dict[str, Data]:
        found: dict[str, Data] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key, mark = self._key(event), _mark(event)
            again = key in found
            if again:
                first = self.source.keys[*path, key].line
                message = say("{key} stands here a second time (first in line {line})", key=key, line=first)
                self.source.problems.append(Problem(mark, message, say("keep one of them")))
                self._node(next(events), events, (*path, f"{key} again"))
                continue
            self.source.keys[*path, key] = mark
            found[key] = self._node(next(events), events, (*path, key))
        return found

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise _Stop(_mark(event), say("a key must be a word"), _SHAPE)
        return str(event.value)

    def _alias(self, event: Any, path: Path) -> Data:
        if event.anchor not in self.anchors:
            raise _Stop(_mark(event), say("nothing is named &{name}", name=event.anchor), say("delete the *"))
        start, data = self.anchors[event.anchor]
        self._copy_marks(event, start, path)
        return data

    def _copy_marks(self, event: Any, start: Path, path: Path) -> None:
        """Give the copied values places of their own, each counted, so that copies of copies stay bounded."""
        for table in (self.source.marks, self.source.keys):
            below = [(old, mark) for old, mark in table.items() if old[: len(start)] == start and old != start]
            self.nodes += len(below)
            self._guard(event, path)
            table.update({(*path, *old[len(start) :]): mark for old, mark in below})


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHAPE = say("a plan file has keys and values, lists and mappings: see the example in the README")


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _syntax(text: str, at: Mark, error: yaml.MarkedYAMLError) -> Problem:
    """Say in the user's terms what the YAML parser stumbled over; the cause is often in the line before."""
    lines = text.splitlines()
    for number in (at.line, at.line - 1):
        mistake = explain(lines[number - 1]) if 0 < number <= len(lines) else None
        if mistake:
            return Problem(Mark(number, mistake.column), mistake.message, mistake.hint)
    return Problem(at, say("this is not YAML: {problem}", problem=error.problem or ""), _SHAPE)
