"""Sentences in both languages.

A `Message` is an English template, which is also its key in the Chinese catalogue, and the values that fill it.
Nothing becomes text before the language is known, so rooms below the command line never ask for it.
Where words follow a number, a template has both: `{number} {number:entry|entries}`, the first for 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

Lang = Literal["en", "zh"]


class Message(NamedTuple):
    """A sentence that can be said in any language; `fills` may hold messages and lists of them."""

    template: str
    fills: Mapping[str, object]

    def __str__(self) -> str:
        return text(self, "en")


def say(template: str, **fills: object) -> Message:
    """Build a message. `template` is written out where it is said, so that a test can find every one of them."""
    return Message(template, fills)


def text(message: object, lang: Lang) -> str:
    """Give the words of a message, a list, a figure or a plain value; what users wrote comes out printable.

    A figure (domain/shown.py) says itself: it has a method `said`.
    """
    if isinstance(message, Message):
        fills = {name: text(value, lang) for name, value in message.fills.items()}
        return _numbered(_template(message.template, lang), message.fills).format(**fills)
    if isinstance(message, (list, tuple)) and type(message) in (list, tuple):  # a Month is a tuple, but prints itself
        return ("、" if lang == "zh" else ", ").join(text(part, lang) for part in message)
    said: Callable[[Lang], str] | None = getattr(message, "said", None)
    return said(lang) if said else printable(str(message))


def _template(template: str, lang: Lang) -> str:
    return catalogue().get(template, template) if lang == "zh" else template


_BY_NUMBER = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


def _numbered(template: str, fills: Mapping[str, object]) -> str:
    """The template with the words that fit its numbers."""
    if "|" not in template:
        return template
    return _BY_NUMBER.sub(lambda match: match[2] if _is_one(fills[match[1]]) else match[3], template)


def _is_one(fill: object) -> bool:
    """Whether a number, a figure (domain/shown.py) or what is said of one is 1."""
    number = getattr(fill, "value", fill)
    return number == 1 or number == "1"


@cache
def catalogue() -> dict[str, str]:
    """The Chinese of every template; loaded when first needed."""
    from dealerplan.words.zh import CATALOGUE

    return CATALOGUE


def printable(value: str) -> str:
    """Show control characters, line breaks and direction marks as escapes, so that a name can do nothing but be read.

    >>> printable("a\\x1b[31m\\n")
    'a\\\\x1b[31m\\\\n'
    """
    if value.isprintable():
        return value
    return "".join(_shown(char) for char in value)


def _shown(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) in ("Zs", "Co"):
        return char
    return char.encode("unicode_escape").decode("ascii")


MOST_COMPARED = 200  # words, when looking for the one meant: comparing is slow
MOST_NAMED = 12  # words, where none is


def near(word: str, known: Sequence[str]) -> str | None:
    """Find the name probably meant by `word`, or None."""
    from difflib import get_close_matches

    best: list[str] = get_close_matches(word, known[:MOST_COMPARED], n=3, cutoff=0.6)
    swapped = [found for found in best if sorted(found) == sorted(word)]  # two letters changed places
    return next(iter(swapped or best), None)


def meant(word: str, known: Sequence[str], otherwise: Message | None = None) -> Message | None:
    """The hint beside a word that is not `known`: the one probably meant, else `otherwise`, else all there are."""
    best = near(word, known)
    if best is not None:
        return say("did you mean {meant}?", meant=best)
    return otherwise or (say("there are {known}", known=list(known)[:MOST_NAMED]) if known else None)
