"""The progress table of any number of plans, made one plan after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from io import StringIO
from typing import IO, TYPE_CHECKING, NamedTuple

from dealerplan.app.processes import shared_out

if TYPE_CHECKING:
    from dealerplan.app.answers import Answers
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
    screen: Screen, heads: Sequence[Head], cards: Cards, how: How, moment: Callable[[], object] = lambda: None,
    answers: Answers | None = None,
) -> bool:  # fmt: skip
    """Write the progress table of plans; whether any of them fails. `moment` tells when what is read has changed, and
    `answers` are what was written of plans before."""
    form, places = format_of(how.format, screen, how.others), {head.key: at for at, head in enumerate(heads)}
    first = {head.store: at for at, head in reversed(list(enumerate(heads)))}
    last = heads[-1].key if how.others else None

    def write(some: Sequence[Head], out: IO[str]) -> bool:
        for head, card in zip(some, cards(some), strict=True):
            below = how.others if head.key == last else ()
            piece = form.piece(card, first[head.store] == places[head.key], below)
            out.write(f"{int(how.fails(card))} {len(piece)}\n{piece}")
        return False

    known = [head for head in heads if answers is not None and head in answers and head.key != last]
    left = {head.key for head in known}
    new = [head for head in heads if head.key not in left]
    with shared_out(new, write, moment) if new else nullcontext(((), False)) as (files, _):
        made, failed = _pieces(files), False
        screen.write(form.before)
        keeping: list[tuple[Head, str]] = []
        for at, head in enumerate(heads):
            kept = answers.of(head) if answers is not None and head.key in left else None
            told = next(made) if head.key not in left else kept or _made_again(write, head)
            failed |= told[0] == "1"
            screen.write((form.between if at else "") + told.partition("\n")[2])
            if answers is not None and told is not kept and head.key != last:
                keeping.append((head, told))
        screen.write(form.after)
    if answers is not None:
        answers.keep(keeping)
    return failed


def _pieces(files: Iterable[IO[str]]) -> Iterator[str]:
    """What was written of each plan, behind a line that tells whether it fails and how long it is."""
    for file in files:
        while line := file.readline():
            yield line + file.read(int(line.split()[1]))


def _made_again(write: Callable[[Sequence[Head], IO[str]], bool], head: Head) -> str:
    """What is to be written of a plan whose kept answer can't be read any more."""
    out = StringIO()
    write([head], out)
    return out.getvalue()


def show_scorecards(screen: Screen, heads: Sequence[Head], cards: Cards, how: How) -> bool:
    """Show on a terminal what needs somebody: of one plan, or a row of each; whether any of them fails."""
    from dealerplan.planfile.goal_rules import goals_out_of_reach
    from dealerplan.view.first_page import Page
    from dealerplan.view.status_screen import plans_screen

    found = list(cards(heads))
    pages = [Page(card, list(goals_out_of_reach(card.plan, card.as_of))) for card in found]
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


FEWEST = 2  # rows, also where a screen is too low for them


def format_of(name: str, screen: Screen, others: Last) -> Format:
    """One of FORMATS, as a screen shows it."""
    match name:
        case "json":
            return _json(screen, others)
        case "csv":
            return _csv(screen.lang)

    def piece(card: Scorecard, first: bool, others: Last) -> str:
        from dealerplan.planfile.goal_rules import goals_out_of_reach  # not for answers that are kept
        from dealerplan.view.first_page import Page
        from dealerplan.view.status import status_document

        return screen.printed(
            status_document(Page(card, list(goals_out_of_reach(card.plan, card.as_of))), first, others)
        )

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
