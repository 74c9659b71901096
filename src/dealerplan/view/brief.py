"""A report for a chat group: a dozen plain sentences without columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from dealerplan.view.document import Document, Line, Said
from dealerplan.view.first_page.lists import LISTS
from dealerplan.view.first_page.page import Page
from dealerplan.view.first_page.result import result
from dealerplan.view.terms import joined
from dealerplan.view.when import span_name
from dealerplan.words import Message, say

MOST = 12  # lines


def brief_document(pages: Sequence[Page]) -> Document:
    """Of one plan its page in sentences; of several two lines each, the first few."""
    if len(pages) == 1:
        return Document([_title(pages[0]), *islice(_sentences(pages[0]), MOST - 1)])
    told = pages[: (MOST - 2) // 2]
    lines = [line for page in told for line in (_title(page), *islice(result(page), 1))]
    more = len(pages) - len(told)
    return Document([*lines, *([Line(say("and {more} more", more=more))] if more else [])])


def _title(page: Page) -> Line:
    plan = page.card.plan
    return Line(say("{store} {plan}, {period}", store=plan.shop, plan=plan.department or plan.name,
                    period=span_name(page.span, page.each)))  # fmt: skip


def _sentences(page: Page) -> Iterator[Line]:
    if page.card.as_of is None:
        yield Line(say("nothing recorded yet"))
    yield from result(page)
    for label, of in LISTS:
        if lines := list(of(page)):
            yield Line(say("{label}: {said}", label=label, said=_in_one(lines)), lines[0].tone)


def _in_one(lines: Sequence[Line]) -> Said:
    said: list[Message] = [say("{said}", said=line.text) for line in lines]
    return joined(said)
