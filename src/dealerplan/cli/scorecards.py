"""The progress table of any number of plans, made one plan after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import IO, TYPE_CHECKING, NamedTuple

from dealerplan.app.processes import shared_out

if TYPE_CHECKING:
    from dealerplan.cli.screen import Screen
    from dealerplan.domain.outline import Head
    from dealerplan.evaluate import Scorecard
    from dealerplan.view.first_page import Page
    from dealerplan.view.other_plans import Other
    from dealerplan.words import Lang

Cards = Callable[["Sequence[Head]"], "Iterable[Scorecard]"]
Last = Sequence["Other"]
"""What there is to tell of other plans below the last one."""
Piece = Callable[["Scorecard", bool, Last], str]
"""What is said of a plan; whether it is the first of its store, and what stands below it."""


class How(NamedTuple):
    """In which of FORMATS, with what below, and which plans fail."""

    format: str
    others: Last = ()
    fails: Callable[[Scorecard], bool] = lambda _: False


class Format(NamedTuple):
    """What stands before all plans, of each, between two, and after all."""

    before: str
    piece: Piece
    between: str
    after: str


def write_scorecards(
    screen: Screen, heads: Sequence[Head], cards: Cards, how: How, moment: Callable[[], object] = lambda: None
) -> bool:  # fmt: skip
    """Write the progress table of plans; whether any of them fails. `moment` tells when what is read has changed."""
    form, places = format_of(how.format, screen, how.others), {id(head): at for at, head in enumerate(heads)}
    first = {head.store: at for at, head in reversed(list(enumerate(heads)))}

    def write(some: Sequence[Head], out: IO[str]) -> bool:
        failed = False
        for at, card in enumerate(cards(some), places[id(some[0])]):
            below = how.others if at == len(heads) - 1 else ()
            out.write((form.between if at else "") + form.piece(card, first[heads[at].store] == at, below))
            failed |= how.fails(card)
        return failed

    with shared_out(heads, write, moment) as (files, failed):
        screen.write(form.before)
        for file in files:
            while some := file.read(AT_ONCE):
                screen.write(some)
        screen.write(form.after)
    return failed


def show_scorecards(screen: Screen, heads: Sequence[Head], cards: Cards, how: How) -> bool:
    """Show on a terminal what needs somebody: of one plan, or a row of each; whether any of them fails."""
    from dealerplan.planfile.goal_rules import goals_out_of_reach
    from dealerplan.view.first_page import Page
    from dealerplan.view.status_screen import plans_screen

    found = list(cards(heads))
    pages = [Page(card, list(goals_out_of_reach(card.plan))) for card in found]
    if len(pages) == 1:
        screen.write(screenful(screen, pages[0], how.others))
    else:
        screen.document(plans_screen(pages, how.others))
    return any(map(how.fails, found))


def screenful(screen: Screen, page: Page, others: Last = ()) -> str:
    """The status of a plan with as many rows as leave a line for the next command."""
    from dealerplan.view.status_screen import status_screen

    rows = min(len(page.off_track), screen.height)
    said = screen.printed(status_screen(page, rows, others))
    while rows > FEWEST and said.count("\n") >= screen.height:
        rows -= 1
        said = screen.printed(status_screen(page, rows, others))
    return said


FEWEST = 3  # rows, also where a screen is too low for them


AT_ONCE = 2**20  # characters


def format_of(name: str, screen: Screen, others: Last) -> Format:
    """One of FORMATS, as a screen shows it."""
    match name:
        case "json":
            return _json(screen, others)
        case "csv":
            return _csv(screen.lang)
    from dealerplan.planfile.goal_rules import goals_out_of_reach
    from dealerplan.view.first_page import Page
    from dealerplan.view.status import status_document

    def piece(card: Scorecard, first: bool, others: Last) -> str:
        return screen.printed(status_document(Page(card, list(goals_out_of_reach(card.plan))), first, others))

    return Format("", piece, "\n", "")


def _json(screen: Screen, others: Last) -> Format:
    from dealerplan.render.json import render_json
    from dealerplan.view import payload

    before, _, after = render_json(payload.status([_HERE], others)).partition(f'"{_HERE}"')
    return Format(
        screen.in_json(before),
        lambda card, *_: screen.in_json(render_json(payload.plan(card, screen.lang), "\n    ")),
        ",\n    ",
        f"{screen.in_json(after)}\n",
    )


_HERE = "<plans>"


def _csv(lang: Lang) -> Format:
    from dealerplan.render.csv import render_csv
    from dealerplan.view.rows import TARGET_HEADS, target_rows

    heads = render_csv([], TARGET_HEADS)

    def rows(card: Scorecard, *_: object) -> str:
        return render_csv(target_rows(card, lang), TARGET_HEADS).removeprefix(heads)

    return Format(heads, rows, "", "")
