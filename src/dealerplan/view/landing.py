"""How a target's period will end, in words: what `show` explains, and what tables and reports say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from dealerplan.domain.formula_unit import unit_of
from dealerplan.domain.month import MONTHS_IN
from dealerplan.domain.number import nearest
from dealerplan.domain.shown import Amount, Percent, json_number
from dealerplan.domain.unit import Unit
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.landing import Landing
from dealerplan.view.document import Block, Heading, Line, Said, Tone
from dealerplan.view.terms import STATUS, counted, difference, ends
from dealerplan.view.when import month_name
from dealerplan.words import Message, say, say_as

SAFE, HARD = Fraction(8, 10), Fraction(2, 10)
"""From which chance on a goal is called safe, and hard; below it is unlikely, and never called impossible."""


def landing_json(card: TargetCard) -> object:
    """Its JSON; the basis is still to be worded."""
    found = card.landing
    if found is None:
        return None
    numbers = {name: json_number(getattr(found, name)) for name in ("low", "mid", "high", "chance")}
    return {**numbers, "years": found.years, "basis": basis_said(found)}


def landing_value(card: TargetCard) -> Fraction | None:
    """What is expected, while that is open; with `each` a number of spans."""
    found = card.landing
    return None if found is None or found.basis.told_from == "actual" else found.mid


def landing_in_short(card: TargetCard) -> Message | None:
    """What is expected, in a few words: `预计全年 583.51万元，有难度`."""
    value, word = landing_value(card), likely(card)
    if value is None:
        return None
    told = SHORT[_is_year(card)].filled({"mid": _value(card, value)})
    return told if word is None else say("{told}, {word}", told=told, word=word[0])


def landing_said(card: TargetCard) -> Message | None:
    """What is expected in a sentence, how it differs from the goal, and from what it is told; None where nothing is."""
    found = card.landing
    if found is None or found.basis.told_from == "actual":
        return None
    word = likely(card)
    if word is None or found.low is None or found.high is None:
        return _ALONE[_is_year(card)].filled({"mid": _told(card, found), "basis": basis_said(found)})
    low, high = ends(_value(card, found.low), _value(card, found.high))
    return _RANGED[_is_year(card)].filled({"mid": _told(card, found), "low": low, "high": high, "word": word[0]})


SHORT: Mapping[bool, Message] = {True: say("forecast {mid}"), False: say_as("of a period", "forecast {mid}")}
"""What is expected in a few words, by whether it is of a whole year."""
_ALONE = {True: say("Forecast {mid} ({basis})"), False: say_as("of a period", "Forecast {mid} ({basis})")}
_RANGED = {
    True: say("Forecast {mid} ({low} to {high}), {word}"),
    False: say_as("of a period", "Forecast {mid} ({low} to {high}), {word}"),
}


def _is_year(card: TargetCard) -> bool:
    return len(card.own) == MONTHS_IN["year"]


def mid_said(card: TargetCard) -> Said | None:
    """What is expected; None where nothing is, or it is the actual."""
    found = card.landing
    return None if found is None or found.basis.told_from == "actual" else _value(card, found.mid)


def likely(card: TargetCard) -> tuple[Message, Tone] | None:
    """The word for the chance that the goal will be held, while that is open."""
    found = card.landing
    if found is None or found.chance is None or found.basis.told_from == "actual":
        return None
    if found.chance >= SAFE:
        return say("safe"), "good"
    return (say("hard"), "warning") if found.chance >= HARD else (say("unlikely"), "bad")


def chance_said(chance: Fraction) -> Said:
    """A chance, of which nobody knows that it is none."""
    if chance < Fraction(1, 100):
        return say("under 1%")
    return say("over 99%") if chance > Fraction(99, 100) else Percent(chance, places=0)


def accord(card: TargetCard) -> Message | None:
    """What status and forecast say together, where that is worth saying."""
    found, status = card.landing, STATUS[card.verdict.status][1]
    word = likely(card)
    if found is None or found.chance is None or word is None:
        return None
    lags = card.verdict.status in ("at_risk", "behind")
    if lags and found.chance >= SAFE:
        if found.basis.told_from == "season" and card.target.kind == "flow":
            return say("{status}, and yet on its way: season", status=status)
        return say("{status}, and yet on its way", status=status)
    if lags and found.chance < HARD:
        return say("{status}, and unlikely", status=status)
    if card.verdict.status == "on_track" and found.chance < HARD:
        return say("{status}, and yet unlikely to last", status=status)
    return None


def landing_lines(card: TargetCard) -> Iterator[Block]:
    """What `show` tells: the forecast with its range, a line that draws it, its chance, and from what it is told."""
    found = card.landing
    if found is None and _has_none(card):
        yield Line(say("No forecast: it is neither a sum nor one sum over another"), "quiet")
    if found is None or found.basis.told_from == "actual":
        return
    yield Heading(say("Forecast"), 2)
    mid = _told(card, found)
    if found.low is None or found.high is None:
        yield Line(say("Forecast: {mid}", mid=mid))
    else:
        low, high = ends(_value(card, found.low), _value(card, found.high))
        yield Line(
            say("Forecast: {mid}; in 4 years of 5 it ends between {low} and {high}", mid=mid, low=low, high=high)
        )
        if (drawn := fan(card)) is not None:
            yield Line(drawn, whole=True)
    word = likely(card)
    if found.chance is not None and word is not None:
        chance = chance_said(found.chance)
        yield Line(say("Chance of holding the goal: {chance}, {word}", chance=chance, word=word[0]), word[1])
    yield Line(say("From: {basis}", basis=basis_said(found)))
    if (parts := _parts(card)) is not None:
        yield Line(parts)
    if (drawn_in := _drawn_in(card, found)) is not None:
        yield Line(drawn_in)
    if (both := accord(card)) is not None:
        yield Line(both)


def _has_none(card: TargetCard) -> bool:
    """Whether a rate is of a kind that nothing forecasts."""
    is_rate = card.target.kind == "rate" and card.target.each is None and card.context.flows() is None
    return is_rate and bool(card.recorded) and not card.goal.undecided


def _parts(card: TargetCard) -> Message | None:
    """The sums that a rate's forecast is of; None where it is more than one over the other."""
    parts, both = card.context.flows(), card.landing_parts
    if parts is None or both is None or card.landing is None or parts.factor != 1 or not both[1]:
        return None
    if abs(both[0] / both[1] - card.landing.mid) > abs(card.landing.mid) / 1000:  # a share kept below 100%
        return None
    units = (unit_of(one, card.context.at.plan.measures) for one in (parts.above, parts.below))
    above, below = (counted(Amount(_whole(one, unit), unit, rough=True)) for one, unit in zip(both, units, strict=True))
    return say("That is {above} over {below}, forecast each by itself", above=above, below=below)


def _drawn_in(card: TargetCard, found: Landing) -> Message | None:
    """What part of the forecast is done, where that is not the part that earlier years had had (docs/landing.md)."""
    done, share = card.figures.actual, found.basis.share
    if card.target.kind != "flow" or share is None or done is None or min(done, found.mid) <= 0:
        return None
    if abs(done / found.mid - share) < SAME:
        return None
    return say("Taken as {done} of the year: a season of few years counts in part, and late months count more",
               done=Percent(done / found.mid))  # fmt: skip


WIDE = 40  # signs of a fan


def fan(card: TargetCard) -> Message | None:
    """A line of low, mid and high against the goal, in signs that every console has."""
    found, goal = card.landing, card.goal
    if found is None or found.low is None or found.high is None or goal.value is None or card.target.each:
        return None
    goals = [goal.value] if goal.high is None else [goal.value, goal.high]
    first, last = min(found.low, *goals), max(found.high, *goals)
    if first == last:
        return None

    def at(value: Fraction) -> int:
        return round((value - first) / (last - first) * WIDE)

    signs = [" "] * (WIDE + 1)
    signs[at(found.low) : at(found.high) + 1] = "-" * (at(found.high) - at(found.low) + 1)
    for value in goals:
        signs[at(value)] = "|"
    signs[at(found.mid)] = "*"
    return say(
        "{first} [{line}] {last}   - range, * forecast, | goal",
        first=_value(card, first), line="".join(signs), last=_value(card, last),
    )  # fmt: skip


def _told(card: TargetCard, found: Landing) -> Said:
    """What is expected, and how far that is from a goal of one value."""
    mid, goal = _value(card, found.mid), card.goal
    if card.target.each or goal.value is None:
        return mid
    off = goal.distance(_in_things(card, found.mid))
    if not off:
        return mid
    apart = difference(abs(off), card.target)._replace(signed=False)
    if isinstance(apart, Amount):
        apart = apart._replace(rough=True)
    told = (_LESS if off < 0 else _MORE)[goal.is_ceiling or (goal.high is not None and off > 0)]
    return told.filled({"mid": mid, "apart": counted(apart)})


_LESS = {False: say("{mid}, {apart} short of the goal"), True: say("{mid}, {apart} below the limit")}
_MORE = {False: say("{mid}, {apart} beyond the goal"), True: say("{mid}, {apart} over the limit")}


def _value(card: TargetCard, value: Fraction) -> Said:
    """An estimate of the target's formula, never rounded across the goal; with `each` a number of spans."""
    target, goal = card.target, card.goal
    if target.each:
        return say("{number} hit", "{number} hits", number=Amount(value, rough=True))
    thresholds = tuple(one for one in (goal.value, goal.high) if one is not None and one != value)
    if target.as_percent or (target.unit is not None and target.unit.share is not None):
        return Percent(value, thresholds, places=2, trim=True)
    return Amount(_in_things(card, value), target.unit, thresholds, rough=True, named=True)


FEW = 10
"""Fewer things than that are expected in fractions of one."""


def _in_things(card: TargetCard, value: Fraction) -> Fraction:
    """An estimate of many things in whole ones, unless that would be the goal, or beyond it."""
    goal, whole = card.goal, _whole(value, card.target.unit)
    if card.target.kind != "flow":
        return value
    ends = [one for one in (goal.value, goal.high) if one is not None and one != value]
    return value if any(whole == end or (value < end) != (whole < end) for end in ends) else whole


def _whole(value: Fraction, unit: Unit | None) -> Fraction:
    """Many things in whole ones."""
    is_many = unit is not None and unit.counts_things and abs(value) >= FEW
    return Fraction(nearest(value)) if is_many else value


def basis_here(card: TargetCard) -> Message | None:
    """From what it is told, as its meaning for one target."""
    return None if card.landing is None else basis_said(card.landing)


def basis_said(found: Landing) -> Message:
    """From what a landing is told."""
    basis, years = found.basis, found.years
    match basis.told_from:
        case "actual":
            return say("every month is recorded")
        case "average":
            return say("by this year's average, no earlier year")
        case "phasing":
            return say("by the plan's phasing, no earlier year")
        case "open_days":
            return say("by this year's average of an open day, no earlier year")
        case "level" if years == 1:
            return say("the last value, and how the same months of last year moved it")
        case "level" if years:
            return say("the last value, and how the same months of the last {years} years moved it", years=years)
        case "level":
            return say("the last value, and how this year's months moved it, no earlier year")
        case "spans" if not years:
            return say("as often as so far, no earlier year")
        case "season" if basis.month is not None and basis.share is not None:
            return _season_said(found)
    if years == 1:
        return say("by last year's season")
    return say("by the season of the last {years} years", years=years)


SAME = Fraction(1, 2000)  # a change of less would be told as 0.0%
_ONE_YEAR = say("by {month} last year had {share} of its year")
_YEARS = say("by {month} the last {years} years had {share} of their year")


def _season_said(found: Landing) -> Message:
    basis = found.basis
    assert basis.month is not None
    fills = {"month": month_name(basis.month), "years": found.years, "share": Percent(basis.share or Fraction(0))}
    season = (_ONE_YEAR if found.years == 1 else _YEARS).filled(fills)
    if basis.change is None or abs(basis.change) < SAME:
        return season
    by = Percent(abs(basis.change))
    if basis.change < 0:
        return say("{season}; this year runs {change} below last year", season=season, change=by)
    return say("{season}; this year runs {change} above last year", season=season, change=by)
