"""The labelled lines of a page: what the manager decides, what owners explain, what changed, what went well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from dealerplan.domain.shown import Percent
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.ranking import money_gap
from dealerplan.view.document import Facts, Line, Said
from dealerplan.view.first_page.composition import composition
from dealerplan.view.first_page.page import Page
from dealerplan.view.milestones import by_urgency, milestone_counts
from dealerplan.view.needs import amount_said, find
from dealerplan.view.revisions import revised
from dealerplan.view.standing import counts_said, is_trivial, moved, standing_word
from dealerplan.view.terms import STATUS, and_more, counted, difference, first_few, goal_text, number_of, shown
from dealerplan.view.when import month_name
from dealerplan.words import Message, say, say_as

MOST = 5  # lines of a list, with the one that says how many more
NAMED = 4  # names in a line
FEW = 2  # of a screen


def lists(page: Page) -> Iterator[Facts]:
    """The lists that have something, in one block."""
    rows = [(label, lines) for label, of in LISTS if (lines := list(of(page)))]
    if rows:
        yield Facts(rows)


def to_decide(page: Page) -> Iterator[Line]:
    """What the manager has to decide: goals that contradict each other, goals still open, what is overdue."""
    goals = [] if page.is_over else [*_contradictions(page), *_open_goals(page)]
    found = [*goals, *overdue(page)]
    yield from _numbered(found)


def _contradictions(page: Page) -> Iterator[Message]:
    for one in page.findings:
        yield one.message


def _open_goals(page: Page) -> Iterator[Message]:
    open_goals = [one for one in page.card.targets if one.verdict.status == "undecided"]
    if open_goals:
        by = list(_by_owner((one.target.owner, one.target.label) for one in open_goals))
        yield say("{number} goal still open: {names}", "{number} goals still open: {names}",
                  number=len(open_goals), names=[_answered(names, owner) for owner, names in by])  # fmt: skip


def _answered(names: Sequence[str], owner: str | None) -> Said:
    said = say("{names}", names=list(names))
    return say("{what} ({owner})", what=said, owner=owner) if owner else said


def _by_owner(named: Iterable[tuple[str | None, str]]) -> Iterator[tuple[str | None, list[str]]]:
    found: dict[str | None, list[str]] = {}
    for owner, name in named:
        found.setdefault(owner, []).append(name)
    return iter(found.items())


def overdue_lines(page: Page) -> Iterator[Line]:
    """The same in one line of a screen."""
    if found := list(overdue(page)):
        told = first_few(found, FEW)
        names = and_more(told, len(found) - len(told))
        yield Line(say("{number} overdue: {names}", number=len(found), names=names), "bad")


def overdue(page: Page) -> Iterator[Message]:
    """Milestones and actions that are late, with who answers."""
    return (_answer(told, owner) for owner, told in late(page))


def late(page: Page) -> Iterator[tuple[str | None, Message]]:
    """Milestones and actions that are late, behind who answers."""
    for milestone in by_urgency(page.late_milestones):
        owner, name = page.card.plan.owner_of(milestone.milestone), milestone.milestone.label
        yield owner, say("{name}, due {day}, not done", name=name, day=milestone.due)
    for action in page.late_actions:
        told = say("{action}, promised by {day}", action=action.note.action, day=action.note.due)
        yield page.does(action), told


def _answer(told: Message, owner: str | None) -> Message:
    return say("{what} ({owner})", what=told, owner=owner) if owner else told


def _numbered(found: Sequence[Message]) -> Iterator[Line]:
    told = first_few(found, MOST - 1)
    for number, one in enumerate(told, 1):
        yield Line(say("({number}) {what}", number=number, what=one) if len(found) > 1 else one, "warning")
    if len(found) > len(told):
        yield Line(say("and {more} more", more=len(found) - len(told)), "quiet")


def to_explain(page: Page) -> Iterator[Line]:
    """Gaps that nobody gave a reason for, by who answers for them; wholes by their parts."""
    by: dict[str | None, list[TargetCard]] = {}
    for one in page.unexplained:
        by.setdefault(page.card.plan.owner_of(one.target), []).append(one)
    told = first_few(list(by.items()), MOST - 1)
    for owner, cards in told:
        some = first_few(cards, NAMED)
        names = and_more([gap_said(one) for one in some], len(cards) - len(some))
        yield Line(say("{owner}: {gaps}", owner=owner or say("nobody named"), gaps=names), "warning")
    if len(by) > len(told):
        yield Line(say("and {more} more", more=len(by) - len(told)), "quiet")


def gap_said(card: TargetCard) -> Message:
    """A target and how far it is off: `车间 -10.17万元`, `月接车 7/9`."""
    figures, name = card.figures, card.target.label
    if card.target.each:
        spans = number_of(figures.spans or 0, card.target.each)
        return say("{name} held {hits} of {spans}", name=name, hits=figures.hits or 0, spans=spans)
    if figures.gap is None:
        return say("{name} {status}", name=name, status=STATUS[card.verdict.status][1])
    if money_gap(card) is None and figures.actual is not None and card.target.kind != "flow":
        value = counted(shown(figures.actual, card.goal, card.target, figures.expected))
        return say("{name} {value} ({goal})", name=name, value=value, goal=_judged_by(card))
    return say("{name} {gap}", name=name, gap=counted(difference(figures.gap, card.target)))


def changed_since(page: Page) -> Iterator[Line]:
    """What was revised from this month on, and the statuses that moved since the month before."""
    if page.before is None or page.each != "month" or page.card.as_of is None:
        return
    yield from revised(page.card, page.card.as_of, page.card.as_of)
    pairs = [pair for pair in moved(page.before, page.card) if not is_trivial(*pair)]
    if not pairs:
        if page.card.targets:
            yield Line(say("No status moved."), "quiet")
        return
    told = first_few(pairs, MOST)
    names: list[Said] = [
        say("{name} {before} → {now}", name=new.target.label, before=standing_word(old), now=standing_word(new))
        for old, new in told
    ]
    moves = say("{moved}", moved=and_more(names, len(pairs) - len(told)))
    all_moved = len(pairs) == len(page.card.targets)
    yield Line(moves if all_moved else say("{moved}; the others as they were", moved=moves))


def went_well(page: Page) -> Iterator[Line]:
    """What holds, with its figures: first shares, then what is met, other values that hold, then what keeps pace."""
    good = [
        one for one in page.card.targets
        if one.verdict.status in ("met", "on_track") and one.figures.actual is not None and not _is_nothing(one)
    ]  # fmt: skip
    ranked = sorted(good, key=_good_first)
    told = ranked[:MOST]
    if told:
        yield Line(say("{names}", names=and_more([_well(one) for one in told], len(ranked) - len(told))), "good")


def _is_nothing(card: TargetCard) -> bool:
    """Whether a sum has nothing, where nothing was planned yet."""
    return card.target.adds_up and card.figures.actual == card.figures.expected == 0


def _good_first(card: TargetCard) -> tuple[bool, bool, bool]:
    value, goal = card.figures.actual, card.goal
    holds = value is not None and goal.value is not None and goal.held_by(value) and not card.target.adds_up
    return not card.target.as_percent, card.verdict.status != "met", not holds


def _well(card: TargetCard) -> Message:
    figures = card.figures
    if card.target.each:
        return say("{name} {hits}/{spans}", name=card.target.label, hits=figures.hits or 0, spans=figures.spans or 0)
    assert figures.actual is not None
    value = counted(shown(figures.actual, card.goal, card.target, figures.expected))
    goal = _judged_by(card)
    budget = next((one for one in card.needs if one.of is not None), None)
    rest = budget and (find(card, budget, "rest") or budget)
    if rest is not None and rest.amount > 0:
        goal = say("{goal}; at most {left} more", goal=goal, left=amount_said(card, rest, unit=True))
    return say("{name} {value} ({goal})", name=card.target.label, value=value, goal=goal)


def _judged_by(card: TargetCard) -> Message:
    """What a value is judged by: of what builds up, or has a way to go, its plan to date."""
    expected = card.figures.expected
    if expected is None or not (card.target.adds_up or card.target.start is not None) or card.verdict.status == "met":
        return goal_text(card.goal, card.target)
    return say("planned {value}", value=counted(shown(expected, card.goal, card.target, card.figures.actual)))


def month_rates(page: Page) -> Iterator[Line]:
    """The main target's months, each against its own plan."""
    card = page.main
    if card is None or card.target.kind != "flow" or card.target.each not in (None, "month"):
        return
    rates = [(one.month, one.attainment) for one in card.months if one.attainment is not None]
    if len(rates) > 1:
        yield Line(say("{rates}", rates=[
            say("{month} {rate}", month=month_name(month, page.has_years), rate=Percent(rate, (Fraction(1),), places=0))
            for month, rate in rates
        ]))  # fmt: skip


def counts(page: Page) -> Iterator[Line]:
    """How many targets and milestones stand how."""
    card = page.card
    if card.targets:
        yield Line(say("{number} target: {counts}", "{number} targets: {counts}",
                       number=len(card.targets), counts=counts_said(card.targets)))  # fmt: skip
    if card.milestones:
        parts = milestone_counts(card.milestones, page.has_ended)
        yield Line(say("{number} milestone: {counts}", "{number} milestones: {counts}",
                       number=len(card.milestones), counts=parts))  # fmt: skip


LISTS: tuple[tuple[Message, Callable[[Page], Iterator[Line]]], ...] = (
    (say_as("gap", "Where from"), composition),
    (say("To decide"), to_decide),
    (say("To explain"), to_explain),
    (say("Changed"), changed_since),
    (say("Went well"), went_well),
    (say("By month"), month_rates),
    (say("In all"), counts),
)
"""What is told beside the table, in this order."""
