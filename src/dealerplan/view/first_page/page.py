"""What a first page is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from dealerplan.domain.finding import Finding
from dealerplan.domain.month import MONTHS_IN, Each, Month, Period
from dealerplan.domain.note import Action, Note
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.main_target import main_target
from dealerplan.evaluate.milestones import MilestoneCard
from dealerplan.evaluate.ranking import off_track
from dealerplan.evaluate.review import Review, SpanResult
from dealerplan.view.document import Facts, Line
from dealerplan.view.scale import in_large, is_large

Told = TypeVar("Told", Line, Facts)


class Page:
    """A plan at its month, and what people noted; of a status there is no review.

    `findings` are those of `check` that say a target's goal can't be meant. `ahead` is the card by the goals in force
    in the next month, where its tasks are told.
    """

    def __init__(
        self, card: Scorecard, findings: Sequence[Finding] = (), review: Review | None = None,
        notes: Sequence[Note] = (), actions: Sequence[Action] = (), owner: str | None = None,
        ahead: Scorecard | None = None,
    ) -> None:  # fmt: skip
        own = {one.target.id for one in card.targets}
        self.card, self.review = card, review
        self.findings = [one for one in findings if one.target in own]
        self.notes, self.actions, self.owner, self.ahead = notes, actions, owner, ahead

    @property
    def each(self) -> Each:
        """What is told: a month, a quarter, half or year."""
        return "month" if self.review is None else self.review.each

    @property
    def span(self) -> Period:
        """The months told of."""
        if self.review is not None:
            return self.review.span
        as_of = self.card.as_of
        return self.card.plan.period if as_of is None else Period(as_of, as_of)

    @property
    def so_far(self) -> Period | None:
        """The months told of that are reported, of a longer span that has not ended; None of any other."""
        as_of = self.card.as_of
        if self.each == "month" or as_of is None or not self.span.first <= as_of < self.span.last:
            return None
        return Period(self.span.first, as_of)

    @property
    def results(self) -> Mapping[str, SpanResult]:
        """What a span longer than a month brought, by target."""
        return {} if self.review is None else self.review.results

    @property
    def before(self) -> Scorecard | None:
        """The month before."""
        return None if self.review is None else self.review.before

    @property
    def is_over(self) -> bool:
        """Whether no month of the plan is to come."""
        return self.card.as_of == self.card.plan.period.last

    @property
    def has_ended(self) -> bool:
        """Whether it is the plan's last day or later: what is not done by then, is not done."""
        return self.card.day >= self.card.plan.month_end.last_day(self.card.plan.period.last)

    @cached_property
    def late_milestones(self) -> list[MilestoneCard]:
        """What is overdue, or not done on the plan's last day."""
        late = {"overdue", "upcoming"} if self.has_ended else {"overdue"}
        return [one for one in self.card.milestones if one.status in late]

    @cached_property
    def late_actions(self) -> list[Action]:
        """What was promised by an earlier day, and is not done."""
        return [one for one in self.actions if one.is_overdue(self.card.day)]

    def does(self, action: Action) -> str | None:
        """Who is to do what a note asks for: whom it names, else who answers for its target."""
        target = next((one.target for one in self.card.targets if one.target.id == action.note.target), None)
        plan = self.card.plan
        return action.note.owner or (plan.answers if target is None else plan.owner_of(target))

    @property
    def next_month(self) -> Month | None:
        """The month after the one told of; None where the plan is over."""
        as_of, period = self.card.as_of, self.card.plan.period
        month = period.first if as_of is None else as_of.plus(1)
        return month if month in period else None

    @cached_property
    def main(self) -> TargetCard | None:
        """The target that the plan is about."""
        return main_target(self.card)

    @cached_property
    def contradicted(self) -> set[str]:
        """The targets whose goals the plan itself contradicts."""
        return {one.target for one in self.findings}

    @cached_property
    def off_track(self) -> list[TargetCard]:
        """What calls for somebody, the most money first; what the plan itself makes impossible last."""
        return off_track(self.card, self.contradicted)

    def in_one_scale(self, blocks: Iterable[Told]) -> Iterator[Told]:
        """Sentences with their money in the scale of the page's table."""
        return map(_in_large, blocks) if is_large(self.card.targets) else iter(blocks)

    @property
    def to_date(self) -> Period:
        """The period's months up to the as-of month."""
        assert self.card.as_of is not None
        return Period(self.card.plan.period.first, self.card.as_of)

    @property
    def has_years(self) -> bool:
        """Whether a month's name needs its year."""
        return len(self.card.plan.period) > MONTHS_IN["year"]

    @cached_property
    def unexplained(self) -> list[TargetCard]:
        """What is off track without a reason or an action under way; wholes by their parts."""
        wholes = {one.target.part_of for one in self.off_track}
        return [
            one for one in self.off_track
            if not (one.target.id in wholes or one.target.id in self.contradicted or self.explained(one.target.id))
        ]  # fmt: skip

    def explained(self, target: str) -> bool:
        """Whether somebody noted a reason in the months told of, or an action is under way."""
        noted = any(one.target == target and one.month in self.span for one in self.notes)
        return noted or any(one.note.target == target and one.is_open(self.card.day) for one in self.actions)


def _in_large(told: Told) -> Told:
    """Sentences with all money in one scale."""
    if isinstance(told, Line):
        return told._replace(text=in_large(told.text))
    return told._replace(rows=[(label, [_in_large(line) for line in lines]) for label, lines in told.rows])
