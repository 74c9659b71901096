"""Goals that say in one breath what a file says with two keys (`每月650台`, `at least 650 a month`), or of a loss."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dealerplan.domain.amount import Ambiguous, Undeclared
from dealerplan.domain.goal import ENDING, WrittenGoal
from dealerplan.domain.month import EACH_WORDS, MONTHS_IN, SPAN_NAMES, Period
from dealerplan.domain.number import NUMBER, canonical, narrow
from dealerplan.domain.pattern import pattern
from dealerplan.domain.unit import Unit
from dealerplan.errors import Invalid
from dealerplan.words import Message, say

Path = Sequence[str | int]

_RATES = {  # the mean over so many of them is a formula of its own
    "open_days": ("天", "日", "day", "days", "daily", "working day", "workday"),
    "months": (),
}
_MEANS = {"月均": "months", "平均每月": "months", "日均": "open_days", "平均每天": "open_days"}
_BARE = {  # before a number
    "全年": "year", "年度": "year", "本年": "year", "今年": "year", "半年度": "half", "半年": "half",
    "季度": "quarter", "月度": "month",
}  # fmt: skip
_BY_WORD: dict[str, str] = {
    word: key for table in (SPAN_NAMES, _RATES) for key, words in table.items() for word in words
}


def _either(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_PHRASE = pattern(
    rf"(?P<mean>{_either(_MEANS)})"
    rf"|^(?P<bare>{_either(_BARE)})(?:目标)?[:为]?"
    rf"|(?:每一?个?|\beach\b|\bevery\b|\bper\b|/|(?<=[\d\s%kmn])an?\b)\s*(?P<span>{_either(_BY_WORD)})(?![a-z])"
    r"|\b(?P<adverb>monthly|quarterly|yearly|annually|daily)\b"
)
_AVERAGE = pattern(r"\b(?:on average|(?:an?\s+)?(?:average|mean|avg)(?:\s+of)?)\b", re.IGNORECASE)
_LOSS = pattern(r"(?:亏损额?|\blos(?:s|ses|e)(?:\s+of)?)\s*", re.IGNORECASE)


def line_to_write(
    text: str, place: Path, formula: str, unit: Unit | None, period: Period | None = None
) -> Invalid | None:
    """What is wrong with a text at `place` that is no goal, and the line that says what was meant; else None.

    `formula` and `unit` are the target's, `period` is the plan's.
    """
    folded = " ".join(narrow(text).split())
    if loss := _loss(folded, unit, text):
        return loss
    plain = " ".join(_AVERAGE.sub("", folded).split())
    phrase = _PHRASE.search(plain.lower())
    if phrase is None:
        return None
    key = _key(phrase)
    if plain != folded:
        key = {"month": "months"}.get(key, key)
        if key not in _RATES:
            return None
    if key not in _RATES and period is not None and len(period) % MONTHS_IN[key]:  # type: ignore[index]
        return None
    goals = _goals(plain, phrase, unit, is_mean=key in _RATES)
    if not goals:
        return None
    lines = [_line(goal, key, place, formula, period) for goal in goals]
    hint = lines[0] if len(lines) == 1 else say("{line}; or {other}", line=lines[0], other=lines[1])
    return Invalid(_message(text, key), hint)


def in_two_keys(text: str) -> str | None:
    """A goal of a span as two keys, whatever its unit: `goal: 'less than $4,000', each: month`; None for any other."""
    plain = " ".join(narrow(text).split())
    phrase = _PHRASE.search(plain.lower())
    if phrase is None or (key := _key(phrase)) not in SPAN_NAMES or key == "year" or _AVERAGE.search(plain):
        return None
    rest = f"{plain[: phrase.start()].rstrip()} {plain[phrase.end() :].lstrip()}".strip()
    return f"goal: {_in_yaml(rest)}, each: {key}"


def _key(phrase: re.Match[str]) -> str:
    """The key of `each`, or the name in a formula, that a phrase stands for."""
    known = _MEANS.get(phrase["mean"] or "") or _BARE.get(phrase["bare"] or "")
    return known or _BY_WORD[phrase["span"] or phrase["adverb"]]


def _message(text: str, key: str) -> Message:
    if key in _RATES:
        return say("{text} is a mean, and a goal is for the whole period", text=text)
    each = EACH_WORDS[key]  # type: ignore[index]
    return say("{text} is for {each}, and a goal alone is for the whole period", text=text, each=each)


class _Written(NamedTuple):
    """A goal as it is to be written, and the unit that its target then has to name."""

    goal: str
    unit: str | None = None


def _line(written: _Written, key: str, place: Path, formula: str, period: Period | None) -> Message:
    """What to write at a place for a goal that is for the spans of a key."""
    alone = _in_yaml(written.goal)
    unit = f", unit: {written.unit}" if written.unit else ""
    goal = f"goal: {alone}"
    if place[0] != "targets":
        return say("write {example}", example=f"{{{goal}{unit}}}" if unit else alone)
    if key in _RATES:
        whole = f"({formula})" if re.search(r"[-+*/]", formula) else formula
        example = f"formula: {whole} / {key}, {goal}{unit}"
        return say("a mean is a formula of its own: write {example}", example=example)
    if period is not None and len(period) == MONTHS_IN[key]:  # type: ignore[index]
        return say("write {example}", example=f"{goal}{unit}" if len(place) == 3 else alone)
    if len(place) > 3:
        return say("write {example}; {line} stands once, in the target", example=alone, line=f"each: {key}")
    return say("write {example}", example=f"{goal}, each: {key}{unit}")


def _goals(plain: str, phrase: re.Match[str], unit: Unit | None, is_mean: bool) -> list[_Written]:
    """The goal without the span, in each of its readings; none where that is no goal either."""
    rest = f"{plain[: phrase.start()].rstrip()} {plain[phrase.end() :].lstrip()}".strip()
    number = next((found for found in NUMBER.finditer(rest) if found["whole"] or found["part"]), None)
    if number is None:
        return []
    ending = ENDING.search(rest)
    without_unit = rest[: number.end()].rstrip() + (ending[0] if ending else "")
    if is_mean and (unit is None or not unit.is_money):
        return _mean(rest, without_unit, number, unit)
    return _read(rest, unit) or _read(without_unit, unit)


def _mean(rest: str, without_unit: str, number: re.Match[str], unit: Unit | None) -> list[_Written]:
    """A mean of things: a number alone, in the unit's own scale, for the formula has another unit."""
    if unit is not None and unit.is_scaled:
        value = _value(rest, unit)
        return [] if value is None else [_Written(f"{rest[: number.start()]}{value}")]
    if unit is None and (found := _read(rest, None)) and found[0].unit:
        return found
    return _read(without_unit, None)


def _value(text: str, unit: Unit) -> str | None:
    try:
        value = WrittenGoal.read(text).in_unit(unit).value
    except Invalid:
        return None
    return None if value is None else canonical(value)


def _read(text: str, unit: Unit | None) -> list[_Written]:
    """A text as the goals that it may mean: itself, or each reading of its number; none where it is no goal."""
    try:
        return [] if WrittenGoal.read(text).in_unit(unit).undecided else [_Written(text)]
    except Undeclared as error:
        return [_Written(text, error.unit)] if error.is_of_scale else []
    except Ambiguous as error:
        return [_Written(text.replace(error.text, reading.text)) for reading in error.readings]
    except Invalid:
        return []


def _loss(folded: str, unit: Unit | None, text: str) -> Invalid | None:
    """A loss: a profit below 0, or what a measure of losses counts."""
    word = _LOSS.match(folded)
    if word is None or len(_read(rest := folded[word.end() :], unit)) != 1:
        return None
    goal = WrittenGoal.read(rest)
    if goal.op not in ("<=", "<", None) or not goal.numbers:
        return None
    most = goal.numbers[0].replace(",", "")  # which means something within the braces of a plan file
    profit, loss = say("at least {number}", number=f"-{most}"), say("at most {number}", number=most)
    if goal.op == "<":
        profit, loss = say("over {number}", number=f"-{most}"), say("under {number}", number=most)
    hint = say("write {profit} where profit is counted, {loss} where losses are", profit=profit, loss=loss)
    return Invalid(say("{text} may be of a profit or of losses", text=text), hint)


def _in_yaml(goal: str) -> str:
    return f"'{goal}'" if goal[:1] in "><" or "," in goal else goal
