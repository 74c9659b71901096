"""Goals that say in one breath what a file says with two keys: `每月650台`, `at least 650 a month`."""

from __future__ import annotations

import re

from dealerplan.domain.goal import WrittenGoal
from dealerplan.domain.number import NUMBER, narrow
from dealerplan.domain.unit import Unit
from dealerplan.errors import Invalid
from dealerplan.planfile.source import Path
from dealerplan.words import Message, say

_SPANS = {
    "month": ("月", "month", "months", "monthly", "mo"),
    "quarter": ("季度", "季", "quarter", "quarters", "quarterly"),
    "half": ("半年", "half", "half-year", "half year"),
    "year": ("年", "年度", "year", "years", "yearly", "annually"),
}
_RATES = {  # the mean over so many of them is a formula of its own
    "open_days": ("天", "日", "day", "days", "daily", "working day", "workday"),
    "months": (),
}
_MEANS = {"月均": "months", "平均每月": "months", "日均": "open_days", "平均每天": "open_days"}
_BY_WORD = {word: key for table in (_SPANS, _RATES) for key, words in table.items() for word in words}
_WORDS = "|".join(sorted(map(re.escape, _BY_WORD), key=len, reverse=True))
_ADVERBS = "monthly|quarterly|yearly|annually|daily"
_PHRASE = re.compile(
    rf"(?P<mean>{'|'.join(sorted(_MEANS, key=len, reverse=True))})"
    rf"|(?:每一?个?|\beach\b|\bevery\b|\bper\b|/|(?<=[\d\s%])an?\b)\s*(?P<span>{_WORDS})(?![a-z])"
    rf"|\b(?P<adverb>{_ADVERBS})\b"
)


def line_to_write(text: str, place: Path, formula: str, unit: Unit | None) -> Message | None:
    """The line that says what was meant by a text at `place` that is no goal; None where no span is its fault.

    `formula` and `unit` are the target's.
    """
    plain = " ".join(narrow(text).lower().split())
    phrase = _PHRASE.search(plain)
    if phrase is None:
        return None
    key = _MEANS.get(phrase["mean"] or "") or _BY_WORD[phrase["span"] or phrase["adverb"]]
    written = _goal(text, phrase, None if key in _RATES else unit)  # a mean's unit is another
    if written is None:
        return None
    if place[0] != "targets":
        return say("write {example}", example=written)
    if key in _RATES:
        whole = f"({formula})" if re.search(r"[-+*/]", formula) else formula
        example = f"formula: {whole} / {key}, goal: {_in_yaml(written)}"
        return say("a mean is a formula of its own: write {example}", example=example)
    if len(place) > 3:
        return say("write {example}; {line} stands once, in the target", example=written, line=f"each: {key}")
    return say("write {example}", example=f"goal: {_in_yaml(written)}, each: {key}")


def _goal(text: str, phrase: re.Match[str], unit: Unit | None) -> str | None:
    """The goal without the span, and without a unit that isn't its own; None where that is no goal either."""
    folded = " ".join(narrow(text).split())
    rest = f"{folded[: phrase.start()].rstrip()} {folded[phrase.end() :].lstrip()}".strip()
    number = next((found for found in NUMBER.finditer(rest) if found["whole"] or found["part"]), None)
    if number is None:
        return None
    ending = re.search(r"(?:及?以[上下])?$", rest)
    without_unit = rest[: number.end()].rstrip() + (ending[0] if ending else "")
    return next((one for one in (rest, without_unit) if _is_goal(one, unit)), None)


def _is_goal(text: str, unit: Unit | None) -> bool:
    try:
        return not WrittenGoal.read(text).in_unit(unit).undecided
    except Invalid:
        return False


def _in_yaml(goal: str) -> str:
    return f"'{goal}'" if goal[:1] in "><" else goal
