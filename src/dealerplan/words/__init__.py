"""Sentences in every language.

A `Message` is English words, which are also its key in the catalogues of other languages (`zh.po`), and the values that
fill them. Nothing becomes text before the language is known, so rooms below the command line never ask for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dealerplan.words.languages import catalogue

Lang = str  # "en", or the name of a catalogue


class Message(NamedTuple):
    """A sentence that can be said in any language; `fills` may hold messages and lists of them.

    Where there is a `plural`, the fill `number` chooses; `context` tells sentences apart that are one in English.
    """

    template: str
    fills: Mapping[str, object]
    plural: str = ""
    context: str = ""

    def __str__(self) -> str:
        return text(self, "en")

    def filled(self, fills: Mapping[str, object]) -> Message:
        """The same sentence about other values."""
        return self._replace(fills=fills)


def say(template: str, plural: str = "", /, **fills: object) -> Message:
    """Build a message: `say("{number} entry", "{number} entries", number=3)`.

    The words are written out where they are said, so that a test can find every one of them.
    """
    return Message(template, fills, plural)


def say_as(context: str, template: str, plural: str = "", /, **fills: object) -> Message:
    """Build a message whose English means several things: `say_as("of a person", "late")`."""
    return Message(template, fills, plural, context)


def text(message: object, lang: Lang) -> str:
    """Give the words of a message, a list, a figure or a plain value; what users wrote comes out printable.

    A figure (domain/shown.py) says itself: it has a method `said`.
    """
    if type(message) is str:
        return printable(message)
    if isinstance(message, Message):
        fills = {name: text(value, lang) for name, value in message.fills.items()}
        return _template(message, lang).format(**fills)
    if type(message) is list or type(message) is tuple:  # a Month is a tuple too, but prints itself
        between = _template(_LIST, lang).format(one="", other="")
        return between.join(text(part, lang) for part in message)
    said: Callable[[Lang], str] | None = getattr(message, "said", None)
    return printable(said(lang) if said else str(message))


_LIST = say_as("list", "{one}, {other}")


def _template(message: Message, lang: Lang) -> str:
    """The words that a language has for a sentence, and for its number."""
    template, fills, plural, context = message
    known = catalogue(lang)
    if not template:  # which gettext keeps for the head of a catalogue
        return template
    if plural:
        number = _counted(fills["number"])
        if context:
            return known.npgettext(context, template, plural, number)
        return known.ngettext(template, plural, number)
    return known.pgettext(context, template) if context else known.gettext(template)


SEVERAL = 2


def _counted(fill: object) -> int:
    """The whole number that chooses the words, of a number or figure; a fraction counts as several: 0.5 months."""
    number: Any = getattr(fill, "value", fill)
    return int(number.numerator) if number.denominator == 1 else SEVERAL


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
    return otherwise or (say("there are {known}", known=few(known)) if known else None)


def few(names: Sequence[object], most: int = MOST_NAMED) -> Message:
    """Names, the first of them where they are many, and how many more there are."""
    shown, more = say("{names}", names=list(names[:most])), len(names) - most
    return shown if more <= 0 else say("{names} … and {number} more", names=shown, number=more)
