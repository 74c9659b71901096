"""XML as a stream, in bounded memory and without entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.parsers.expat import ParserCreate

from dealerplan.sheets.limits import MOST_UNPACKED, check_elements, check_unpacked
from dealerplan.sheets.refused import damaged

CHUNK = 1 << 16
_MOST_NAMES = 2_000  # different ones of elements and attributes
_MOST_TOKEN = 4 << 20  # bytes of one tag


class Handler:
    """Who is told what a stream of XML holds; names of elements come without their prefixes."""

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """An element begins."""

    def end(self, name: str, /) -> None:
        """An element ends."""

    def text(self, text: str, /) -> None:
        """Text stands there, perhaps a piece of it."""


class Budget:
    """What may be read of a file's XML altogether."""

    def __init__(self) -> None:
        self.elements = 0
        self.bytes = 0

    def spend(self, number: int) -> None:
        """Count bytes unpacked; raises Invalid for too many."""
        self.bytes += number
        check_unpacked(self.bytes, MOST_UNPACKED)


class _Names(dict[str, str]):
    """Names without their prefixes."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition(":")[2]
        return local


def parse(chunks: Iterable[bytes], handler: Handler, budget: Budget, encoding: str | None = None) -> None:
    """Tell a handler what XML holds; raises Invalid where there is too much of it, ExpatError where it is none."""
    names, depth = _Names(), 0
    interned: dict[str, str] = {}
    parser = ParserCreate(encoding, None, interned)
    parser.buffer_text = True
    on_start, on_end = handler.start, handler.end

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        budget.elements += 1
        on_start(names[name], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        on_end(names[name])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    read = 0
    for chunk in chunks:
        parser.Parse(chunk, False)
        read += len(chunk)
        check_elements(budget.elements, depth)
        if len(interned) > _MOST_NAMES or read - max(parser.CurrentByteIndex, 0) > _MOST_TOKEN:
            raise damaged()
    parser.Parse(b"", True)


def encoded(text: str) -> Iterator[bytes]:
    """Text as chunks of UTF-8."""
    for at in range(0, len(text), CHUNK):
        yield text[at : at + CHUNK].encode()


def _refuse(*_: object) -> None:
    raise damaged()
