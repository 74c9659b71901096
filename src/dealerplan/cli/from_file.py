"""`record` and `correct` of what a file holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dealerplan.app.overrides import unknown_names
from dealerplan.cli.insist import given, insist
from dealerplan.cli.options import choice, month_and_pairs
from dealerplan.cli.screen import Screen, Unanswered
from dealerplan.errors import IGNORE_REST, SURE, DealerplanError, UsageError
from dealerplan.words import few, say

if TYPE_CHECKING:
    from dealerplan.app.imports import Imported
    from dealerplan.app.record import Batch, Outcome, Writing
    from dealerplan.app.session import Session
    from dealerplan.domain.plan import Plan
    from dealerplan.intake.account import Account

    Write = Callable[[Session, Sequence[Plan], Batch, Writing], Outcome]


class Flags(NamedTuple):
    """What goes with --from; `sure` with typed values too."""

    ignore_rest: bool = False
    sure: bool = False
    format: str = "text"

    @property
    def given(self) -> list[str]:
        """Those that override a refusal."""
        return given({IGNORE_REST: self.ignore_rest, SURE: self.sure})

    def refuse_alone(self) -> None:
        """Raises UsageError where there is no file and one of those that need it."""
        for option in given({IGNORE_REST: self.ignore_rest, "--format": self.format != "text"}):
            raise UsageError(say("{option} goes with --from", option=option), say("leave it out"))


class Task(NamedTuple):
    """One command line with --from."""

    file: str
    words: Sequence[str]
    how: Writing
    flags: Flags

    def again(self, flags: Sequence[str]) -> str:
        """The words that name the file again, under flags."""
        from dealerplan.app.shell import quoted

        store = ["--store", self.how.store] if self.how.store else []
        return " ".join(map(quoted, [*self.words, "--from", self.file, *store, *flags]))


class Done(NamedTuple):
    """What one run read and wrote."""

    session: Session
    plans: Sequence[Plan]
    found: Imported
    outcome: Outcome


def from_file(
    screen: Screen, files: Sequence[str], words: Sequence[str], how: Writing, flags: Flags, write: Write
) -> None:
    """Record or correct what a file holds, or with `-` standard input, and report it."""
    _, pairs = month_and_pairs(words)
    if pairs:
        raise UsageError(say("{words} can't stand beside --from", words=pairs), say("leave one of them out"))
    if len(files) > 1:
        raise UsageError(say("--from is given twice"), say("take one file after the other"))
    choice(flags.format, ("text", "json"), "--format")
    task = Task(files[0], words, how, flags)
    may_ask = task.file != "-" and flags.format == "text"
    insisted = insist(screen, flags.given, lambda flags: _run(screen, task, flags, write), may_ask)
    _report(screen, task, insisted.answer)
    left_out = unknown_names(insisted.overridden)
    if left_out and not how.rehearsal:
        _offer_for_good(screen, insisted.answer, left_out)


def _run(screen: Screen, task: Task, flags: Sequence[str], write: Write) -> Done:
    """Read and write all of it, or raise what is wrong."""
    from dealerplan.app.changes import everything
    from dealerplan.app.group import unchosen
    from dealerplan.app.imports import read_actuals
    from dealerplan.app.workspace import choose, read_workspace
    from dealerplan.domain.plan import stores
    from dealerplan.intake.given import Options

    session, (month, _) = screen.session(), month_and_pairs(task.words)
    workspace = read_workspace(session.workspace, session.watch)
    plans = tuple(map(workspace.read, choose(workspace, (), task.how.store)))
    others = unchosen(workspace, stores(plans))
    options = Options(session.today, IGNORE_REST in flags)
    found = read_actuals(plans, task.file, month, options, others, screen.piped() if task.file == "-" else None)
    how = task.how._replace(
        file=found.name,
        words=task.again(flags),
        places=found.places,
        problems=found.problems,
        doubts=found.doubts,
        sure=everything(plans) if SURE in flags else (),
    )
    return Done(session, plans, found, write(session, plans, found.values, how))


def _report(screen: Screen, task: Task, done: Done) -> None:
    """What was written, and what became of the file's numbers: in short, or as a whole for a rehearsal, and where some
    were to be left out."""
    from dealerplan.cli.outcome import report

    found, how = done.found, task.how._replace(file=done.found.name)
    is_json = task.flags.format == "json"
    for warning in (*found.account.warnings, *(done.outcome.warnings if is_json else ())):
        screen.note(say("warning: {message}", message=warning))
    if is_json:
        _as_json(screen, done, how.rehearsal)
    else:
        report(screen, done.outcome, how)
        _account(screen, found.account, how.rehearsal or task.flags.ignore_rest)


def _account(screen: Screen, account: Account, is_whole: bool) -> None:
    from dealerplan.intake.account import in_short
    from dealerplan.view.imports import account_document

    if is_whole:
        screen.say("")
        screen.document(account_document(account))
    elif account.left:
        screen.say(say("{account} (--dry-run shows which)", account=in_short(account)))
    else:
        screen.say(in_short(account))


def _as_json(screen: Screen, done: Done, is_rehearsal: bool) -> None:
    from dealerplan.view import imports

    found, outcome = done.found, done.outcome
    values = [
        imports.Value(
            one.store, one.month, one.measure, one.value,
            found.places[one.store, one.month, one.measure.id].cell, one.before, one.is_new,
        )
        for one in outcome.changes
    ]  # fmt: skip
    of = imports.Imported(found.name, values, found.account, outcome.warnings, is_rehearsal)
    screen.json(imports.payload(of, screen.lang))


def _offer_for_good(screen: Screen, done: Done, names: Sequence[str]) -> None:
    """Write the names into the plan that ignores them from now on, where there is one and somebody says so."""
    from dealerplan.app.ignoring import ignore_for_good
    from dealerplan.planfile.ignoring import line_of

    plan = done.plans[0]
    if len(done.plans) > 1:
        screen.note(say("to leave them out for good, write into a plan: {line}", line=line_of(names)))
        return
    try:
        if not screen.confirm(say("leave {names} out for good, in {file}?", names=few(names), file=plan.path)):
            return
        ignore_for_good(done.session.workspace, plan, names)
    except Unanswered:
        screen.say("")
    except DealerplanError as error:  # the values are written: this is no failure
        for line in filter(None, (error.message, error.hint)):
            screen.note(line)
    else:
        screen.say(say("{file} ignores {names} from now on", file=plan.path, names=few(names)))
