"""First pages of all packaged plans' sample years, and of small made plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from dealerplan.app.templates import packaged
from dealerplan.domain.month import Each, Month
from dealerplan.domain.plan import Plan
from dealerplan.planfile.goal_rules import goals_out_of_reach
from dealerplan.planfile.load import load
from dealerplan.view.first_page import Page
from dealerplan.words import Lang
from tests.evaluate.tell import scorecard
from tests.render.corpus import NAMES, looked_back

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
ENDS: Mapping[Each, tuple[int, ...]] = {
    "month": tuple(range(1, 13)), "quarter": (3, 6, 9, 12), "half": (6, 12), "year": (12,),
}  # fmt: skip


@cache
def page_of(name: str, each: Each, number: int) -> Page:
    """A packaged plan's page, of a month or of a span that ends with it."""
    looked = looked_back(name, each, Month(2026, number))
    return Page(looked.card, list(goals_out_of_reach(looked.card.plan, looked.card.as_of)), looked)


def all_pages(*spans: Each) -> Iterator[Page]:
    """Of every packaged plan each month, quarter, half and year of its period, or some of them."""
    for name, each in product(NAMES, spans or tuple(ENDS)):
        period = packaged(name, "zh").period
        yield from (page_of(name, each, number) for number in ENDS[each] if Month(2026, number) in period)


def made(text: str, **values: str) -> Page:
    """A plan of some lines with a row of values a measure, at its last recorded month."""
    plan = load(f"plan: p\nstore: s\nperiod: 2026\n{text}".encode(), "p.yaml")
    assert isinstance(plan, Plan), [str(error.message) for error in plan]
    card = scorecard(plan, **values)
    return Page(card, list(goals_out_of_reach(plan, card.as_of)))
