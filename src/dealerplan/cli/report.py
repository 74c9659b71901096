"""`dealerplan report`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Context, Option

from dealerplan.cli.arguments import AsOf, KnownAt, OnlyStore, Owner, PlanHash, PlanNow, Shown, Year
from dealerplan.cli.screen import Screen, screen_of
from dealerplan.errors import UsageError, unreadable
from dealerplan.words import Message, say

if TYPE_CHECKING:
    from dealerplan.app.answers import Answers
    from dealerplan.app.asked import Asked
    from dealerplan.app.report import Subject
    from dealerplan.app.session import Session
    from dealerplan.app.workspace import Workspace
    from dealerplan.cli.writing import Writers
    from dealerplan.domain.outline import Head
    from dealerplan.domain.plan import Plan
    from dealerplan.view.report import Report

    Make = Callable[[Sequence[Subject]], Iterable[Report]]


def command(
    ctx: Context,
    plans: Shown = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    plan_now: PlanNow = False,
    plan_hash: PlanHash = None,
    span: Annotated[
        str | None,
        Option("--span", metavar="SPAN", help="month (default), quarter, half or year"),
    ] = None,
    format: Annotated[
        str | None,
        Option("--format", metavar="FORMAT", help="text brief markdown html xlsx docx json; a,b or all"),
    ] = None,
    tasks: Annotated[bool, Option("--tasks", help="next month's tasks instead, a page a person")] = False,
    out: Annotated[
        str | None,
        Option("--out", metavar="FILE", help="a file, a folder/ or a pattern: {{plan}}-{{month}}.{{format}}"),
    ] = None,
    template: Annotated[
        str | None, Option("--template", metavar="FILE", help="a Word file to begin a docx report with")
    ] = None,
    year: Year = None,
    owner: Owner = None,
    store: OnlyStore = None,
    force: Annotated[bool, Option("--force", help="write over files that are there and different")] = False,
    fail_on: Annotated[
        str | None,
        Option("--fail-on", metavar="STATUS", help="exit 1 on at_risk, behind or missed, or worse"),
    ] = None,
    quiet_unless: Annotated[
        str | None,
        Option("--quiet-unless", metavar="STATUS", help="say nothing unless at_risk, behind or missed, or worse"),
    ] = None,
) -> int:
    """Write the monthly, quarterly, half-year or annual report.

    Of a group it is the group's. Made again of the same book, it is the same.
    """
    from dealerplan.app.other_plans import others_of
    from dealerplan.app.owner import plans_of
    from dealerplan.app.selection import Wish
    from dealerplan.app.status import day_of
    from dealerplan.cli.group_report import How, report_group
    from dealerplan.cli.groups import then_unless_group
    from dealerplan.cli.options import optional_then, optional_year
    from dealerplan.domain.outline import is_one_group
    from dealerplan.view.other_plans import said

    screen = screen_of(ctx)
    alarms = _alarms({"--fail-on": fail_on, "--quiet-unless": quiet_unless})
    asked = _asked(as_of, known_at, span)._replace(owner=owner, tasks=tasks)
    pattern = None if out in (None, "-") else _pattern(str(out), owner, tasks)
    writers = _writers(screen, format, pattern, template, tasks)
    session = screen.reading_session()
    day, wish = day_of(session, asked.known_at), Wish(year=optional_year(year), month=asked.as_of)
    then = optional_then(known_at, plan_now, plan_hash, store)
    is_whole = (store, owner, span, plan_hash) == (None,) * 4 and not tasks and "{store}" not in (pattern or "")
    if is_whole:
        then = then_unless_group(screen, session, plans or [], day, wish, then)
    chosen = screen.select(session, plans or [], store, day, wish, then)
    if is_whole and is_one_group(chosen.plans):
        how = How(writers.names, writers.options, pattern, force, fail_on, quiet_unless)
        return report_group(screen, session, chosen.plans, asked, how)
    if pattern is not None and store is not None and any(head.table is not None for head in chosen.plans):
        pattern = _pattern(str(out), owner, tasks, of_member=True)
    workspace = screen.workspace(session, then)
    heads = chosen.plans if owner is None else plans_of(owner, chosen.plans, workspace.read)
    others = [said(one) for one in others_of(session, workspace, chosen, store, asked.known_at) if one.open]
    plain = not (alarms or tasks) and (pattern, then, owner, store) == (None,) * 4 and writers.names[0] in KEPT
    answers = _answers(screen, session, workspace, heads, (writers.names[0], *asked)) if plain else None
    if answers is not None and (kept := answers.of(heads[0])) is not None:
        screen.bytes(kept.encode())
        _note(screen, others)
        return 0
    from dealerplan.app.report import subjects  # not where an answer is kept

    found = subjects(session, workspace.read, heads, asked, alarms)
    _say_overdue(screen, found, alarms)
    if quiet_unless is None or any(one.fails(quiet_unless) for one in found):
        make = _maker(screen, session, workspace.read, asked, store)
        if pattern is None:
            content = _print(screen, make, found, writers)
            if answers is not None:
                answers.keep([(heads[0], content.decode())])
        else:
            _file(screen, session, make, found, owner, writers, pattern, force)
        _note(screen, others)
    return int(fail_on is not None and any(one.fails(fail_on) for one in found))


KEPT = ("text", "markdown", "json", "brief")
"""What is text, of one plan and into a pipe, is kept as answers of `status` are."""


def _answers(
    screen: Screen, session: Session, workspace: Workspace, heads: Sequence[Head], what: Sequence[object]
) -> Answers | None:
    """The answers that are kept of a report; None of several plans together, and on a terminal."""
    if len(heads) != 1 or screen.stdout.isatty():
        return None
    from dealerplan.app.answers import Answers

    return Answers(session, workspace, heads, ("report", screen.lang, screen.columns, *what))


def _note(screen: Screen, others: Iterable[Message]) -> None:
    """What there is to say of other plans, beside the report: it is the same on a later day."""
    for other in others:
        screen.note(other)


def _pattern(out: str, owner: str | None, tasks: bool, of_member: bool = False) -> str:
    from dealerplan.app.archive import pattern_of

    return pattern_of(out, owner, tasks, of_member)


def _alarms(limits: Mapping[str, str | None]) -> list[str]:
    """The statuses that options name; raises UsageError for what is none."""
    from dealerplan.app.status import FAILING
    from dealerplan.cli.options import choice

    return [choice(limit, tuple(FAILING), option) for option, limit in limits.items() if limit is not None]


def _asked(as_of: str | None, known_at: str | None, span: str | None) -> Asked:
    from dealerplan.app.asked import SPANS, Asked
    from dealerplan.app.status import read_time
    from dealerplan.cli.options import choice, optional_month

    each = None if span is None else next(one for one in SPANS if one == choice(span, SPANS, "--span"))
    return Asked(optional_month(as_of), None if known_at is None else read_time(known_at), each)


def _writers(
    screen: Screen, format: str | None, pattern: str | None, template: str | None, tasks: bool
) -> Writers:  # fmt: skip
    """The writers of the formats; raises UsageError where one can't go where it is to."""
    from dealerplan.cli.writing import Writers, formats_of

    names = formats_of(format, pattern)
    _check(screen, names, pattern)
    if tasks and (odd := next((name for name in names if name in ("json", "brief")), None)):
        raise UsageError(
            say("--tasks are not written as {format}", format=odd), say("leave out --format, or write docx")
        )
    return Writers(names, screen.lang, screen.columns, _template(template, names), tasks)


def _say_overdue(screen: Screen, found: Sequence[Subject], limits: Sequence[str]) -> None:
    """Say for what an alarm is raised, where the report itself shows nothing of it."""
    alarms = [one.alarm for one in found if one.alarm is not None]
    if any(
        any(limit in one.today for one in alarms) and not any(limit in one.told for one in alarms) for limit in limits
    ):
        overdue = [one for alarm in alarms for one in alarm.overdue]
        late = [say("{name} (due {day})", name=one.milestone.label, day=one.due) for one in overdue]
        screen.note(say("overdue as of {day}, after the month reported: {names}", day=alarms[0].day, names=late))


def _check(screen: Screen, names: Sequence[str], pattern: str | None) -> None:
    """Raises UsageError where formats can't go where they are to."""
    from dealerplan.cli.writing import is_text

    if len(names) > 1 and "{format}" not in (pattern or ""):
        hint = say("name a folder, or a pattern with {format}", format="{format}")
        raise UsageError(say("several formats need several files"), hint)
    shown = pattern is None and (screen.stdout.isatty() or not hasattr(screen.stdout, "buffer"))
    if shown and not is_text(names[0]):
        raise UsageError(say("{format} is nothing for a screen", format=names[0]), say("name a file with --out"))


def _template(file: str | None, names: Sequence[str]) -> bytes | None:
    if file is None:
        return None
    if "docx" not in names:
        raise UsageError(say("--template is for docx, not {format}", format=names), say("add --format docx"))
    from dealerplan.render.formats import MOST_TEMPLATE

    try:
        with Path(file).open("rb") as stream:
            return stream.read(MOST_TEMPLATE + 1)
    except OSError as error:
        raise unreadable(file, error) from None


def _maker(
    screen: Screen, session: Session, read: Callable[[Head], Plan], asked: Asked, store: str | None
) -> Make:  # fmt: skip
    """What makes reports: of one store with its standing in its group, by the group's plan and table of today."""
    from dealerplan.app.report import reports
    from dealerplan.app.standing import with_standings

    def make(found: Sequence[Subject]) -> Iterable[Report]:
        made = reports(session, read, found, asked)
        if store is None:
            return made
        try:
            workspace = screen.workspace(session)
        except UsageError:  # the plans of an earlier time, whose files are gone
            return made
        return with_standings(session, workspace, made, asked.known_at)

    return make


def _print(screen: Screen, make: Make, found: Sequence[Subject], writers: Writers) -> bytes:
    """To the screen, as it is wide, or to what stands in its place; gives what stands there."""
    writers.check_room(len(found))
    made = list(make(found))
    if writers.names == ["text"] and screen.stdout.isatty():
        screen.document(writers.document("text", made))
        return b""
    (content,) = writers.contents(made)
    screen.bytes(content)
    return content


def _file(
    screen: Screen, session: Session, make: Make, found: Sequence[Subject], owner: str | None, writers: Writers,
    pattern: str, force: bool,
) -> None:  # fmt: skip
    """Into files, one after the other, so that no more than one's reports are held."""
    from dealerplan.app.archive import Archive, by_file, check_free
    from dealerplan.cli.writing import ending, put_together

    files = [by_file(pattern, ending(name), found, owner) for name in writers.names]
    paths = [path for one in files for path in one]
    check_free(paths, session)
    writers.check_room(max(map(len, files[0].values())))
    made = iter(make([one for several in files[0].values() for one in several]))
    with Archive() as archive:
        for *of_formats, several in zip(*files, files[0].values(), strict=True):
            for path, content in zip(of_formats, writers.contents([*islice(made, len(several))]), strict=True):
                archive.add(path, content)
        put_together(screen, archive, paths, force)
