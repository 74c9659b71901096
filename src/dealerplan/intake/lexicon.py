"""The words of one reading: what each cell's text means, looked up once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from dealerplan.domain.number import NUMBER
from dealerplan.domain.plan import Measure
from dealerplan.errors import Invalid
from dealerplan.intake.given import Known
from dealerplan.intake.heading import ROLE_WORDS, Heading, read_heading
from dealerplan.intake.units import NO_BRACKETS, names_scale
from dealerplan.intake.when import both, read_when
from dealerplan.sheets.cell import Content, Number, fold, is_empty, plain, word
from dealerplan.words import Message, meant, say

LONGEST_NAME = 200
MOST_REASONS = 1_000  # of a file; a search for near names takes its time, and nobody reads more
_BRACKET = re.compile(r"(.*?)\s*[(\[【](.+?)[)\]】]")


class Named(NamedTuple):
    """A measure as a heading names it, with the unit that stands in brackets behind it."""

    measure: Measure
    unit: str | None = None


class Mark(NamedTuple):
    """What a cell says as a heading or key; `unit` stands in brackets behind a heading such as `金额（万元）`."""

    text: str = ""
    heading: Heading | None = None
    named: Named | None = None
    store: str | None = None
    unit: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether it says anything known."""
        return self.heading is not None or self.named is not None or self.store is not None


EMPTY = Mark()


class Lexicon:
    """Measures and stores by the words of a file."""

    def __init__(self, known: Known) -> None:
        self._measures = known.measures
        self._computed = frozenset(fold(name).rstrip("%‰") for name in known.computed)
        self._stores = {fold(store): store for store in known.stores}
        self._others = {fold(store): store for store in known.others}
        self._named: dict[str, Named | None] = {}
        self._reasons = 0
        self._marks: dict[Content, Mark] = {}

    def mark(self, content: Content) -> Mark:
        """What a cell says as a heading."""
        found = self._marks.get(content)
        if found is None:
            found = self._marks[content] = self._mark(content)
        return found

    def _mark(self, content: Content) -> Mark:
        if is_empty(content):
            return EMPTY
        text = word(content)
        heading = read_heading(text)
        if heading is None and not isinstance(content, str):
            moment = read_when(content)
            heading = Heading("when", moment) if moment else None
        unit = None
        if heading is None and (bracket := _BRACKET.fullmatch(text[:LONGEST_NAME])) is not None:
            heading, unit = _bracketed(read_heading(bracket[1]), bracket[2])
        named = self.named(text)
        if named is None and heading is None and self._is_computed(text):
            heading = Heading("skip")
        if named is not None and heading is not None and heading.role in ("skip", "span", "kind"):
            heading = None  # a plan may call a measure so
        return Mark(text or "?", heading, named, self.store(text), unit)

    def _is_computed(self, text: str) -> bool:
        bracket = _BRACKET.fullmatch(text[:LONGEST_NAME])
        return any(fold(name).rstrip("%‰") in self._computed for name in (text, bracket[1] if bracket else text))

    def named(self, text: str) -> Named | None:
        """The measure that a text names, if it does."""
        if text not in self._named:
            self._named[text] = self._look_up(text)
        return self._named[text]

    def _look_up(self, text: str) -> Named | None:
        if not text or len(text) > LONGEST_NAME or _is_number(text):
            return None
        text = text.removeprefix("'")  # which keeps spreadsheets from running it
        tries: list[tuple[str, str | None]] = [(text, None)]
        bracket = _BRACKET.fullmatch(text)
        if bracket is not None and bracket[1]:
            tries.append((bracket[1], bracket[2]))
        for name, unit in tries:
            for spelling in dict.fromkeys((name, name.replace(" ", ""), _bare(name), _bare(name).lower())):
                measure = self._measures.get(spelling)
                if measure is not None:
                    return Named(measure, unit)
        return None

    def why_unnamed(self, text: str) -> Invalid:
        """Why a text names no measure."""
        self._reasons += 1
        if len(text) > LONGEST_NAME or _is_number(text) or self._reasons > MOST_REASONS:
            return Invalid(say("there is no measure {name}", name=text[:LONGEST_NAME]))
        reason = self._measures.why_not(text.removeprefix("'"))
        return Invalid(reason.message, NO_BRACKETS) if names_scale(text) else reason

    def meant_heading(self, text: str, otherwise: Message) -> Message | None:
        """The hint for a heading that is not understood: a member's full name, or the heading probably meant."""
        return self._measures.of_member(text) or meant(text, ROLE_WORDS, otherwise)

    def store(self, text: str) -> str | None:
        """The store that a text names, if it does."""
        return self._stores.get(fold(text)) if text else None

    def is_unchosen(self, text: str) -> bool:
        """Whether a text names a store of plans that were not chosen."""
        return fold(text) in self._others

    def why_no_store(self, text: str) -> tuple[Message, Message | None]:
        """What is wrong with a text that names no store, or one that was not chosen, and a hint."""
        if self.is_unchosen(text):
            other, chosen = self._others[fold(text)], sorted(self._stores.values())
            message = say("this is of the store {other}, and --store chose {store}", other=other, store=chosen)
            return message, say("leave --store out, or delete what is of other stores")
        return say("there is no store {name}", name=text), meant(text, sorted(self._stores.values()))

    def kind_of(self, cells: Iterable[Content], numbers: bool = True) -> str | None:
        """What a column's cells are: measures, stores, months, or words such as goal and actual.

        Without `numbers`, a 2025 or 202503 is the number that it may be, and neither year nor month.
        """
        marks = [self.mark(cell) for cell in cells if numbers or not is_number(cell)]
        if any(mark.named for mark in marks):
            return "measure"
        if any(mark.store for mark in marks):
            return "store"
        headings = [mark.heading for mark in marks if mark.heading is not None]
        if any(heading.role == "when" and heading.when.number for heading in headings):
            return "month"
        if headings and all(heading.role == "when" for heading in headings):
            return "year"
        kinds = [heading for heading in headings if heading.role in ("skip", "value", "span")]
        return "kind" if kinds and all(heading.role in _KINDS for heading in headings) else None


def _bare(name: str) -> str:
    """A name without its number in a list, `其中：` before it and a colon behind it."""
    return _BEFORE.sub("", plain(name)).rstrip(":： ")


_BEFORE = re.compile(r"^(?:[(]?[一二三四五六七八九十\d]{1,3}[、.)]\s*(?!\d))?(?:其中\s*[:：]\s*)?")
_KINDS = ("skip", "value", "span", "when")


def _bracketed(heading: Heading | None, bracket: str) -> tuple[Heading | None, str | None]:
    """A heading and the unit in brackets behind it; those of `实际（3月）`, `4月（预测）` say what it is of."""
    inner = read_heading(bracket)
    if heading is None or inner is None or inner.role not in ("skip", "span", "when", "value"):
        return heading, bracket
    if inner.role == "value" or heading.role not in ("value", "when"):
        return heading, None
    if heading.role == "value" or inner.role != "when":
        return inner, None
    when = both(heading.when, inner.when)
    return Heading("when", when) if when else None, None


def _is_number(text: str) -> bool:
    return any(char.isdigit() for char in text) and NUMBER.fullmatch(text.strip("'()¥￥")) is not None


def is_number(content: Content) -> bool:
    """Whether a cell holds digits alone, be they a number, a year or a month."""
    return isinstance(content, Number) or (isinstance(content, str) and _is_number(plain(content)))


def is_figure(content: Content, mark: Mark) -> bool:
    """Whether a cell holds a number and not a heading such as the year 2026."""
    if mark.heading is not None:
        return False
    return is_number(content)
