"""Values of a plan as its file says them: what is read back is the same value, and it stands in braces and lines.

Where a value has no such text (a third of a goal in a month, say), there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from dealerplan.domain.formula import Name, written
from dealerplan.domain.formula_unit import unit_of
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import FIRST_YEAR, LAST_YEAR, Month, Period
from dealerplan.domain.month_end import LATEST, MonthEnd
from dealerplan.domain.number import canonical, exact
from dealerplan.domain.pattern import pattern
from dealerplan.domain.plan import Calendar, Measure, Milestone, Phasing, Plan, ResultGoal, Revision, Target
from dealerplan.domain.unit import Unit

_PLAIN = pattern(r"[^\W\d_]\w*|\d+(?:\.\d+)?[%‰]?")
PERCENT = Fraction(1, 100)
_SPECIAL = frozenset(("null", "true", "false", "yes", "no", "on", "off"))


def quoted(text: str) -> str:
    """A text in double quotes, as YAML reads it whatever it holds."""
    return '"' + "".join(map(_char, text)) + '"'


def _char(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char == " " or char.isprintable():
        return char
    return f"\\U{ord(char):08x}"


def word(text: str) -> str:
    """A text without quotes where YAML needs none."""
    return text if _PLAIN.fullmatch(text) and text.casefold() not in _SPECIAL else quoted(text)


def number(value: Fraction) -> str:
    """An exact value; as a fraction where no decimal is exact."""
    return canonical(value) if exact(value) is not None else str(value)


def amount(value: Fraction, unit: Unit | None) -> str:
    """An amount of a unit; of shares with their sign."""
    share = unit.share if unit is not None else None
    return number(value) if unit is None or share is None else f"{number(value / share)}{unit.text_of_share}"


def percentage(value: Fraction) -> str:
    """A fraction as a percentage."""
    return f"{number(value * 100)}%"


def goal_in_full(goal: Goal, unit: Unit | None) -> str:
    """A goal with its direction, however it was written: `>= 300`, `90% .. 95%`."""
    if goal.value is None or goal.op is None or goal.last_year is not None:
        return goal.text
    if goal.high is not None:
        return f"{amount(goal.value, unit)} .. {amount(goal.high, unit)}"
    return f"{goal.op} {amount(goal.value, unit)}"


def months(there: Period | None) -> Mapping[str, str]:
    """A part of the period as `from` and `until`; an end that is open is not said."""
    if there is None:
        return {}
    first, last = there.first, there.last
    said = {"from": first if first.year > FIRST_YEAR else None, "until": last if last.year < LAST_YEAR else None}
    return {key: str(month) for key, month in said.items() if month is not None}


def period(of: Period) -> str:
    """`2026`, `2026-H2`, or its first and last month in braces."""
    return of.label if ".." not in of.label else mapping({"from": str(of.first), "to": str(of.last)})


def mapping(said: Mapping[str, str]) -> str:
    """A mapping in braces, of what is written already."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}"


def sequence(said: Sequence[str]) -> str:
    """A list in brackets, of what is written already."""
    return f"[{', '.join(said)}]"


def calendar(of: Calendar) -> str:
    """Which days the store is open; the country only where it says something."""
    said = {"country": of.country} if of.open == "workdays" else {}
    said["open"] = of.open
    if of.closed:
        said["closed"] = sequence([str(day) for day in sorted(of.closed)])
    return mapping(said)


def month_end(of: MonthEnd) -> str:
    """The day on which months end; 31 is the calendar's last, whichever that is."""
    return str(of.day or LATEST)


def phasing(of: Phasing | None, own: Sequence[Month], goal: Goal, unit: Unit | None) -> str | None:
    """A rule, or shares by spans of months; as amounts of the goal where they are no plain percentages."""
    if of is None:
        return None if goal.last_year else "even"
    if isinstance(of, str):
        return None if of == "parts" else of
    return _spans(of, own, [PERCENT]) or _spans(of, own, _parts_of(goal, unit))


def shares(of: Sequence[Fraction], own: Sequence[Month]) -> str:
    """Shares month by month, to be read alone."""
    return mapping({str(month): percentage(share) for month, share in zip(own, of, strict=True)})


def revised_phasing(of: Phasing, own: Sequence[Month], start: Month) -> str:
    """A phasing as a revision from a month says it: in percents of what is left then."""
    if isinstance(of, str):
        return of
    left = [(month, share) for month, share in zip(own, of, strict=True) if month >= start]
    total = sum(share for _, share in left) or Fraction(1)
    later, parts = [month for month, _ in left], [share / total for _, share in left]
    return _spans(parts, later, [PERCENT]) or shares(parts, later)


def _parts_of(goal: Goal, unit: Unit | None) -> list[Fraction]:
    """What one of the goal's unit is of the goal, where amounts of it can be said."""
    sayable = goal.value and goal.high is None and not goal.last_year and not (unit is not None and unit.share)
    return [1 / goal.value] if sayable and goal.value else []


def _spans(shares: Sequence[Fraction], own: Sequence[Month], one: Sequence[Fraction]) -> str | None:
    """Shares in so many of `one` each; those that have no such number are the rest, where they are all one share."""
    if not one:
        return None
    pairs = list(zip(own, shares, strict=True))
    by_number = len({month.number for month in own}) == len(pairs)
    runs = [list(run) for _, run in groupby(pairs, itemgetter(1))] if by_number else [[pair] for pair in pairs]
    told, untold = dict[str, str](), set[Fraction]()
    for run in runs:
        (first, share), (last, _) = run[0], run[-1]
        total = share * len(run) / one[0]
        if exact(total) is None:
            untold.add(share)
        else:
            numbers = str(first.number) if first == last else f"{first.number}-{last.number}"
            told[numbers if by_number else str(first)] = f"{canonical(total)}{'%' if one[0] == PERCENT else ''}"
    if len(untold) > 1:
        return None
    return mapping(told) if told else "even"


def members(measures: Mapping[str, Measure], id: str) -> str:
    """The members of a measure as it declares them, with their months and names."""
    below = [measures[member] for member in measures[id].members]
    said = {one.id.rpartition(".")[2]: _member(measures, one, measures[id]) for one in below}
    if all(value == "{}" for value in said.values()):
        return sequence([word(short) for short in said])
    return mapping({word(short): value for short, value in said.items()})


def _member(measures: Mapping[str, Measure], one: Measure, whole: Measure) -> str:
    said = dict(months(one.months)) if one.months != whole.months else {}
    name, short = one.name.removeprefix(f"{whole.name}."), one.id.rpartition(".")[2]
    if name != short:
        said["name"] = quoted(name)
    if one.members:
        said["members"] = members(measures, one.id)
    return mapping(said)


def revision(of: Revision, own: Sequence[Month]) -> dict[str, str]:
    """What a revision says, of a target with these months."""
    said = {"from": str(of.start)}
    if of.goal is not None:
        said["goal"] = quoted(of.goal.text)
    if of.formula is not None:
        said["formula"] = quoted(written(of.formula))
    if of.phasing is not None:
        said["phasing"] = revised_phasing(of.phasing, own, of.start)
    return said | ({"why": quoted(of.why)} if of.why else {})


def target(plan: Plan, of: Target, revisions: str = "") -> str:
    """A target in one line: all that its file may say of it, but its split; `revisions` are others than its own."""
    own, name = plan.months_of(of), _own_name(plan, of)
    whole = of.part_of if of.part_of is not None and of.is_member_of(of.part_of) else None
    said: dict[str, str | None] = {"goal": quoted(of.goal.text)}
    if whole is None:
        derived = unit_of(of.formula, plan.measures)
        said |= {
            "name": name and quoted(name),
            "formula": quoted(written(of.formula)),
            "unit": word(str(of.unit)) if of.unit is not None and of.unit != derived else None,
            "part_of": of.part_of and word(of.part_of),
            "main": "true" if of.main else None,
            "each": of.each,
            **months(of.months),
            "start": None if of.start is None else amount(of.start, of.unit),
            "tolerance": percentage(of.tolerance),
            "min_volume": None if of.min_volume is None else number(of.min_volume),
            "phasing": None if of.phasing is None else phasing(of.phasing, tuple(own), of.goal, of.unit),
        }
    said |= {
        "owner": of.owner and quoted(of.owner),
        "stretch": of.stretch and quoted(of.stretch.text),
        "revisions": revisions or _revisions(of, own),
    }
    id = of.id if whole is None else of.id.removeprefix(f"{whole}.")
    return f"{word(id)}: {mapping({key: value for key, value in said.items() if value})}"


def _revisions(of: Target, own: Period) -> str | None:
    return sequence([mapping(revision(one, tuple(own))) for one in of.revisions]) if of.revisions else None


def _own_name(plan: Plan, of: Target) -> str | None:
    """A target's name, unless it is called after its measure or by its id."""
    default = plan.measures[of.formula.id].name if isinstance(of.formula, Name) else of.id
    return None if of.name == default else of.name


def results(of: Sequence[ResultGoal]) -> str:
    """What a milestone is to bring, in braces."""
    return mapping({word(one.id): _result(one) for one in of})


def _result(one: ResultGoal) -> str:
    said = {
        "goal": quoted(one.goal.text),
        "name": quoted(one.name) if one.name not in ("", one.id) else None,
        "unit": None if one.unit is None else word(str(one.unit)),
        "within": one.within and word(one.within),
        "above_whole": None if one.above_whole == "refuse" else one.above_whole,
    }
    return mapping({key: value for key, value in said.items() if value})


def milestone(of: Milestone) -> str:
    """A milestone in one line."""
    delays = [
        mapping({"from": str(one.start), "due": str(one.due)} | ({"why": quoted(one.why)} if one.why else {}))
        for one in of.delays
    ]
    said = {
        "name": None if of.name == of.id else quoted(of.name),
        "due": str(of.due),
        "owner": of.owner and quoted(of.owner),
        "support": sequence([quoted(one) for one in of.support]) if of.support else None,
        "results": results(of.results) if of.results else None,
        "revisions": sequence(delays) if delays else None,
    }
    return f"{word(of.id)}: {mapping({key: value for key, value in said.items() if value})}"
