"""The mistakes that people really make in a plan file, each with a sentence of its own."""

from __future__ import annotations

import re
from typing import NamedTuple

from dealerplan.words import Message, say


class Mistake(NamedTuple):
    """What is probably wrong in a line, at a column counted from 1."""

    column: int
    message: Message
    hint: Message


_TAB = re.compile(r"^[ -]*(\t)")
_UNQUOTED = re.compile(r"[:：]\s*([>|%@`][^#}\n]*)")
_COLON = re.compile(r"^[^:#'\"]*?(：)|[{,]\s*[^:'\"{},]+?(：)")
_QUOTE = re.compile(r"[:：{\[,]\s*([“”‘’])")
_PUNCTUATION = re.compile(r"[{\[][^\"'#]*?([，、；｝】])|[:：]\s*([｛【])")
_NO_SPACE = re.compile(r"^\s*(?:- )?[\w.]+(:)[^\s/:]|[{,]\s*\w+(:)[^\s/:]")


def explain(line: str) -> Mistake | None:
    """Find the likeliest mistake in a line that could not be read."""
    if match := _TAB.search(line):
        return Mistake(match.start(1) + 1, say("a tab stands here"), say("indent with spaces: YAML takes no tabs"))
    if match := _UNQUOTED.search(line):
        return Mistake(match.start(1) + 1, *unquoted(_value(match[1])))
    return explain_width(line) or _no_space(line)


def explain_width(line: str) -> Mistake | None:
    """Find full-width punctuation where YAML needs plain signs."""
    if match := _QUOTE.search(line):
        return Mistake(match.start(1) + 1, say("a full-width quote stands here"), say("write plain quotes: ' or \""))
    if match := _COLON.search(line):
        at = match.start(1) if match[1] else match.start(2)
        return Mistake(at + 1, say("a full-width colon stands here"), _SPACE)
    if match := _PUNCTUATION.search(line):
        at = match.start(1) if match[1] else match.start(2)
        return Mistake(at + 1, say("full-width punctuation stands here"), say("write plain commas and brackets"))
    return None


def unquoted(value: str) -> tuple[Message, Message]:
    """The sentence for a value that YAML takes for a sign of its own."""
    return say("{value} must stand in quotes", value=value), say("write '{value}', with the quotes", value=value)


def _value(text: str) -> str:
    """The value alone, without what follows it in a flow mapping."""
    return text.split(",")[0].strip()


def _no_space(line: str) -> Mistake | None:
    if match := _NO_SPACE.search(line):
        at = match.start(1) if match[1] else match.start(2)
        return Mistake(at + 1, say("a space is missing after the colon"), _SPACE)
    return None


_SPACE = say("write a plain : and a space after it")
