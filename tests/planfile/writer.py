"""Writes a plan down as a plan file, in any of the ways that people may: the loader's opposite, kept plain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, Protocol, TypeVar

import yaml

from dealerplan.domain.formula import Formula, Name, Number, Operation, measures_of
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Measure, Milestone, Phasing, Plan, ResultGoal, Revision, Target
from dealerplan.domain.unit import Unit, read_unit

T = TypeVar("T")
UNITS = (None, *map(read_unit, ("台", "%", "元", "万元", "usd", "万辆", "小时")))
_WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789.,%-"}


class Choose(Protocol):
    """Takes one of several ways to write the same."""

    def __call__(self, options: Sequence[T], /) -> T: ...


class Meant(NamedTuple):
    """A plan; the measures that only a target declares; the targets that take their unit from the formula."""

    plan: Plan
    implied: frozenset[str]
    unstated: frozenset[str]


def numerals(value: Fraction, unit: Unit | None) -> tuple[str, ...]:
    """A value of a unit in all the ways that a number is written."""
    number = Decimal(value.numerator) / Decimal(value.denominator)
    plain = f"{number:f}"
    percents = (f"{number * 100:f}%", f"{number * 1000:f}‰", f"{number * 100:f} percent")
    if unit is not None and unit.share is not None:
        return (*percents, percents[0].translate(_WIDE))
    scales = () if unit is not None and unit.is_scaled else (f"{number / 10000:f}万", f"{number / 1000:f}k")
    own = () if unit is None else (unit.behind(f"{number:,f}"),)
    shares = percents if unit is None or unit.per is not None else ()
    return (plain, f"{number:,f}", plain.translate(_WIDE), *scales, *own, *shares)


def numeral(value: Fraction, unit: Unit | None, choose: Choose) -> str:
    return choose(numerals(value, unit))


class Writer:
    def __init__(self, meant: Meant, choose: Choose) -> None:
        self.plan, self.implied, self.unstated = meant
        self.choose = choose
        flows = [target.tolerance for target in self.plan.targets if target.kind == "flow"]
        self.tolerance = choose((None, *flows))

    def raw(self) -> bytes:
        text = yaml.safe_dump(
            self._plan(),
            default_style=self.choose(('"', "'", "|", None)),
            default_flow_style=self.choose((False, True, None)),
            width=self.choose((10**6, 80, 40)),  # at 20 the emitter itself breaks deep texts
            allow_unicode=self.choose((True, False)),
            line_break=self.choose(("\n", "\r\n")),
            sort_keys=False,
        )
        return text.encode(self.choose(("utf-8", "utf-8-sig")))

    def _said(self, **parts: Any) -> dict[str, Any]:
        """What there is to say, in either order; `from_` is the key `from`."""
        said = [(key.rstrip("_"), value) for key, value in parts.items() if value is not None]
        return dict(self.choose((said, said[::-1])))

    def _unless(self, default: T, value: T) -> T | None:
        """A value, which may go unsaid where it is the default."""
        return None if value == default and self.choose((False, True)) else value

    def _list(self, items: Sequence[str]) -> Any:
        if len(items) == 1:
            return self.choose((list(items), items[0]))
        return list(items) if items else self._unless([], [])

    def _number(self, value: Fraction | None, unit: Unit | None = None) -> str | None:
        return None if value is None else numeral(value, unit, self.choose)

    def _stated(self, target: Target) -> str | None:
        return None if target.id in self.unstated or target.unit is None else str(target.unit)

    def _volume_unit(self, formula: Formula) -> Unit | None:
        """The unit of D in N / D: the one of all its measures."""
        units = (
            [self.plan.measures[id].unit for id in measures_of(formula.right)] if isinstance(formula, Operation) else []
        )
        return units[0] if units and all(unit == units[0] for unit in units) else None

    def _whole(self, value: int | None) -> str | None:
        return None if value is None else str(value)

    def _word(self, id: str) -> str:
        """One of the words for a measure that is declared; the id of any other, or a name of the calendar."""
        measure = None if id in self.implied else self.plan.measures.get(id)
        return self.choose((id, measure.name, *measure.aliases)) if measure else id

    def _plan(self) -> dict[str, Any]:
        plan, calendar = self.plan, self.plan.calendar
        tops = [measure for id, measure in plan.measures.items() if "." not in id and id not in self.implied]
        return self._said(
            plan=plan.id, store=plan.store, store_name=plan.store_name,
            period=self._period(plan.period), name=self._unless(plan.id, plan.name),
            department=plan.department, owner=plan.owner, currency=plan.currency, notes=plan.notes,
            tolerance=self._number(self.tolerance),
            calendar=self._unless({}, self._said(
                country=self._unless("CN", calendar.country), open=self._unless("all", calendar.open),
                closed=self._list([str(day) for day in calendar.closed]),
            )),
            reporting=self._unless({}, self._said(
                on_time_until=self._whole(plan.reporting.on_time_until),
                locked_after=self._whole(plan.reporting.locked_after),
                month_ends=self._whole(plan.month_end.day),
            )),
            imports=self._unless({}, self._said(ignore=self._list(plan.ignored))),
            was=self._was(plan),
            measures=self._unless({}, {top.id: self._measure(top) for top in tops}),
            targets=self._unless({}, {one.id: self._target(one) for one in plan.targets if "." not in one.id}),
            milestones=self._unless({}, {one.id: self._milestone(one) for one in plan.milestones}),
        )  # fmt: skip

    def _period(self, period: Period) -> Any:
        first, size = period.first, len(period)
        short = {1: f"-{first.number}", 3: f"-Q{first.number // 3 + 1}", 6: f"-H{first.number // 6 + 1}", 12: ""}
        long = {"from": str(first), "to": str(period.last)}
        aligned = size in short and (first.number - 1) % size == 0
        return self.choose((long, f"{first.year}{short[size]}")) if aligned else long

    def _measure(self, measure: Measure) -> dict[str, Any]:
        return self._said(
            name=self._unless(measure.id, measure.name), unit=measure.unit and str(measure.unit), basis=measure.basis,
            within=measure.within and self._word(measure.within), over_time=self._unless("sum", measure.over_time),
            above_whole=self._unless("refuse", measure.above_whole),
            members=self._members(measure.id), aliases=self._list(measure.aliases), was=self._was(measure),
            decimals=self._unless(str(measure.unit.places if measure.unit else 0), str(measure.decimals)),
        )  # fmt: skip

    def _members(self, id: str) -> Any:
        members = [self.plan.measures[member] for member in self.plan.measures[id].members]
        below = {member.id.rpartition(".")[2]: self._member(member) for member in members}
        return below if any(below.values()) or self.choose((False, True)) else self._list(list(below))

    def _member(self, member: Measure) -> Any:
        members, was = self._members(member.id) or [], self._was(member)
        long = self._said(members=members or None, was=was)
        return long if was or (members and self.choose((False, True))) else members

    def _was(self, one: Plan | Measure | Target | Milestone | ResultGoal) -> Any:
        """Its own earlier ids, without those that follow from its whole's."""
        above = f"{one.id.rpartition('.')[0]}." if "." in one.id else ""
        own = [
            old.removeprefix(above) for old in one.was if old.startswith(above) and "." not in old.removeprefix(above)
        ]
        return self._list(own)

    def _target(self, target: Target) -> dict[str, Any]:
        formula = target.formula
        named = isinstance(formula, Name) and target.id in (formula.id, self.plan.measures[formula.id].name)
        short = named and (target.id in self.implied or self.choose((False, True)))
        default = target.id
        if isinstance(formula, Name) and not any(one.formula for one in target.revisions):
            default = self.plan.measures[formula.id].name
        implies = isinstance(formula, Name) and formula.id in self.implied
        flows = Fraction(1, 10) if self.tolerance is None else self.tolerance
        tolerance = flows if target.kind == "flow" else Fraction(1, 50)
        return self._said(
            goal=target.goal.text, formula=None if short else self._formula(formula),
            name=target.name if implies else self._unless(default, target.name),
            unit=self._stated(target), owner=target.owner, part_of=target.part_of,
            main="true" if target.main else None, each=target.each, start=self._number(target.start, target.unit),
            min_volume=self._number(target.min_volume, self._volume_unit(target.formula)),
            tolerance=self._number(self._unless(tolerance, target.tolerance)),
            phasing=self._phasing(target.phasing, list(self.plan.period), target),
            split=self._split(target), revisions=self._revisions(target.revisions), was=self._was(target),
        )  # fmt: skip

    def _formula(self, formula: Formula, within: bool = False) -> str:
        if isinstance(formula, Number):
            return f"{Decimal(formula.value.numerator) / formula.value.denominator:f}"
        if isinstance(formula, Name):
            return self._word(formula.id)
        text = f"{self._formula(formula.left, True)} {formula.operator} {self._formula(formula.right, True)}"
        return f"({text})" if within else text

    def _phasing(self, phasing: Phasing | None, period: list[Month], target: Target | None = None) -> Any:
        """A phasing of the last of the plan's months; without a target in percents."""
        if phasing is None or isinstance(phasing, str):
            return phasing
        runs: list[list[Month]] = []
        shares = dict(zip(period, phasing[-len(period) :], strict=True))
        for month in period:  # a run is written as one span, where the number of a month means but one
            if runs and len(period) <= 12 and shares[runs[-1][0]] == shares[month]:
                runs[-1].append(month)
            else:
                runs.append([month])
        left_out = self.choose((None, *runs))
        return {self._span(run): self._share(sum(shares[month] for month in run), target)
                for run in runs if run is not left_out}  # fmt: skip

    def _span(self, run: list[Month]) -> str:
        first, last = run[0], run[-1]
        if first == last:
            return str(first)
        spans = [f"{first.number}-{last.number}"]
        if len(run) in (3, 6) and (first.number - 1) % len(run) == 0:
            spans.append(f"{first.year}-{'Q' if len(run) == 3 else 'H'}{first.number // len(run) + 1}")
        if len(run) in (3, 6) and (first.number - 1) % len(run) == 0 and self.plan.period.first.number == 1:
            spans.append(f"{'Q' if len(run) == 3 else 'H'}{first.number // len(run) + 1}")
        return self.choose(spans)

    def _share(self, share: Fraction | int, target: Target | None) -> str:
        percent, value = f"{float(share * 100):g}%", target and target.goal.value  # of whole per mille
        if target is None or not value or value < 0 or (target.unit is not None and target.unit.share is not None):
            return percent
        amount = Decimal((share * value).numerator) / Decimal((share * value).denominator)
        return self.choose((percent, f"{amount:f}"))

    def _split(self, whole: Target) -> Any:
        parts = {}
        for part in self.plan.targets:
            if part.part_of == whole.id and part.id.startswith(f"{whole.id}."):
                said = self._said(
                    goal=part.goal.text, owner=self._unless(whole.owner, part.owner), split=self._split(part),
                    revisions=self._revisions(part.revisions, of_member=True),
                )  # fmt: skip
                parts[part.id.rpartition(".")[2]] = self._short(said)
        return self._unless({}, parts)

    def _short(self, said: dict[str, Any]) -> Any:
        return self.choose((said, said["goal"])) if len(said) == 1 else said

    def _revisions(self, revisions: Sequence[Revision], of_member: bool = False) -> Any:
        said = [self._revision(one, of_member) for one in revisions if one.goal or not of_member]
        return self._unless([], self.choose((said, said[::-1])))

    def _revision(self, one: Revision, of_member: bool) -> dict[str, Any]:
        """A revision; a member's has the phasing of its whole unsaid."""
        months = list(Period(one.start, self.plan.period.last))
        return self._said(
            from_=str(one.start), goal=one.goal and one.goal.text, why=one.why,
            formula=one.formula and self._formula(one.formula),
            phasing=None if of_member else self._phasing(one.phasing, months),
        )  # fmt: skip

    def _milestone(self, one: Milestone) -> dict[str, Any]:
        last = self.plan.period.last.plus(1).first_day - timedelta(days=1)
        delays = [self._said(from_=str(delay.start), due=str(delay.due), why=delay.why) for delay in one.delays]
        return self._said(
            name=self._unless(one.id, one.name), due=self._unless(str(last), str(one.due)), owner=one.owner,
            support=self._list(one.support),
            results=self._unless({}, {each.id: self._result(each) for each in one.results}),
            revisions=self._unless([], self.choose((delays, delays[::-1]))), was=self._was(one),
        )  # fmt: skip

    def _result(self, one: ResultGoal) -> Any:
        return self._short(self._said(
            goal=one.goal.text, name=self._unless(one.id, one.name), unit=one.unit and str(one.unit), within=one.within,
            above_whole=self._unless("refuse", one.above_whole), was=self._was(one),
        ))  # fmt: skip
