"""The one owner of streams, width and colour."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, TypeVar

from dealerplan.cli import options
from dealerplan.errors import NEW_BOOK, TRUST_CLOCK, BookError, DealerplanError, Refused, UsageError, reason
from dealerplan.words import Lang, Message, say, text

if TYPE_CHECKING:  # help pages need none of them
    from datetime import date
    from fractions import Fraction

    from typer import Context

    from dealerplan.app.kept import Then
    from dealerplan.app.selection import Selection, Wish
    from dealerplan.app.session import Session
    from dealerplan.app.workspace import Workspace
    from dealerplan.domain.amount import Ambiguous
    from dealerplan.domain.outline import Head, Headed
    from dealerplan.domain.plan import Plan
    from dealerplan.planfile.problem import PlanError
    from dealerplan.view.document import Document

FORMATS = ("text", "json", "csv")
WIDEST = 10_000  # columns
T = TypeVar("T")


class Screen:
    """Where one command reads and writes, in one language; `answered` once something stands on stdout, `wrote` once
    something was written elsewhere.

    `argv` are the command line's words as they were given, `given` the flags among them that every writer takes.
    """

    def __init__(self, stdin: TextIO, stdout: TextIO, stderr: TextIO, environ: Mapping[str, str]) -> None:
        self.stdin, self.stdout, self.stderr, self.environ = stdin, stdout, stderr, environ
        self.common = options.Common()
        self.lang: Lang = "en"
        self.answered = self.wrote = False
        self.argv: Sequence[str] = ()
        self.given: list[str] = []
        self.read: dict[Then | None, Workspace] = {}

    def session(self) -> Session:
        """The workspace, book, time and user of this command; raises UsageError."""
        from dealerplan.app.workspace import check_workspace, find_workspace

        named = self.common.workspace or self.environ.get("DEALERPLAN_WORKSPACE")
        return self.session_in(check_workspace(Path(named)) if named else find_workspace(here()))

    def session_of(self, store: str | None) -> tuple[Session, tuple[Plan, ...]]:
        """The session and all plans of the one store meant; raises UsageError."""
        from dealerplan.app.workspace import plans_of_one_store

        session = self.session()
        return session, plans_of_one_store(self.workspace(session), store)

    def workspace(self, session: Session, then: Then | None = None) -> Workspace:
        """The plans there are, read once; of an earlier time as they were kept."""
        from dealerplan.app.kept import workspace_then
        from dealerplan.app.workspace import read_workspace, workspace_of

        if then not in self.read:
            try:
                found = read_workspace(session.workspace, session.watch)
            except UsageError:  # no plan files, but perhaps kept ones
                if then is None:
                    raise
                found = workspace_of(session.workspace, ())
            self.read[then] = found if then is None else workspace_then(session, found, then)
        return self.read[then]

    def plans(
        self, session: Session, names: Sequence[str] = (), store: str | None = None, then: Then | None = None
    ) -> tuple[Plan, ...]:
        """The plans named by id, file or name, or all, of every store or of one; raises what is wrong with them."""
        from dealerplan.app.workspace import choose

        workspace = self.workspace(session, then)
        return tuple(map(workspace.read, choose(workspace, names, store)))

    def plans_naming(
        self, session: Session, word: str, store: str | None = None, then: Then | None = None
    ) -> tuple[Plan, ...]:
        """The plans in which a target may be called by a word; all, where there are none. `plan/id` needs no other."""
        from dealerplan.app.workspace import choose

        workspace = self.workspace(session, then)
        heads, lacking = choose(workspace, (), store), workspace.source.lacking
        plan, _, last = word.rpartition("/")
        if full := [one for one in heads if one.id == plan and last in workspace.source.outline(one).targets]:
            return tuple(map(workspace.read, full))
        whole, below = lacking(word), lacking(last)
        some = [
            head for head in heads
            if head.path not in whole or (head.path not in below and plan in (head.id, *head.was))
        ]  # fmt: skip
        return tuple(map(workspace.read, some or heads))

    def select(
        self, session: Session, names: Sequence[str], store: str | None, day: date, wish: Wish,
        then: Then | None = None,
    ) -> Selection[Head]:  # fmt: skip
        """The plans to show: those named, or else those that are wished for or in force on a day; raises UsageError."""
        from dealerplan.app.selection import select
        from dealerplan.app.workspace import choose, no_plans

        heads = choose(self.workspace(session, then), names, store)
        if not heads:
            raise no_plans(session.workspace)
        found = select(heads, day, wish._replace(named=bool(names)))
        self.say_unkept(session, found.plans, then)
        return found

    def say_unkept(self, session: Session, plans: Sequence[Headed], then: Then | None) -> None:
        """Note the plans that the book had not kept by an earlier time."""
        found = self.workspace(session, then)
        if ids := list(dict.fromkeys(plan.id for plan in plans if plan.key in found.of_today)):
            self.note(say("{plans}: not kept by then, so the file of today is taken", plans=ids))
        if ids := list(dict.fromkeys(plan.id for plan in plans if plan.key in found.outdated)):
            self.note(say("{plans}: kept in a way that can't be read now, so the file of today is taken", plans=ids))

    def session_in(self, folder: Path) -> Session:
        """A session in a folder that need not be a workspace yet."""
        from dealerplan.app.compiled import use
        from dealerplan.app.session import Session
        from dealerplan.planfile.cache import cache_file

        use(cache_file(self.environ))
        address = self.common.db or self.environ.get("DEALERPLAN_DB") or None
        clock, is_actual = partial(options.now, self.environ), not self.environ.get("DEALERPLAN_TODAY")
        by, note, watch = user(self.environ), self.note, self.watch
        return Session(folder, address, clock, by, note, watch, self.overrule, is_actual, self._wrote)

    def _wrote(self) -> None:
        self.wrote = True

    def done(self, message: Message | str) -> None:
        """A line of the answer, of something that was written."""
        self._wrote()
        self.say(message)

    def overrule(self, error: DealerplanError) -> None:
        """Raise an error, unless its flags were given or somebody agrees to them."""
        from dealerplan.cli.insist import overrule

        overrule(self, error)

    def reading_session(self) -> Session:
        """The session of a command that only reads; notes a book that may not be the one meant."""
        session = self.session()
        if doubt := session.doubt:
            self.note(doubt)
        return session

    # writing

    def text(self, message: object) -> str:
        """Words in this screen's language."""
        return text(message, self.lang)

    def say(self, message: Message | str) -> None:
        """A line of the answer."""
        self.write(f"{self.text(message)}\n")

    def note(self, message: Message | str) -> None:
        """A line beside the answer; where it can't be written, the exit code still tells."""
        with suppress(OSError):
            print(self.text(message), file=self.stderr)

    def watch(self, items: Collection[T]) -> Iterable[T]:
        """The items; a terminal is told how far they have come."""
        from dealerplan.cli.progress import watched

        return watched(items, self.stderr, self.lang)

    def json(self, payload: Mapping[str, object]) -> None:
        """The answer as JSON."""
        from dealerplan.render.json import render_json

        self.write(f"{self.in_json(render_json(payload))}\n")

    def in_json(self, rendered: str) -> str:
        """JSON as this screen can show it: UTF-8, or escaped where the console is not."""
        from dealerplan.render.json import escaped

        return rendered if (self.stdout.encoding or "utf-8").lower() == "utf-8" else escaped(rendered)

    def csv(self, rows: Sequence[Mapping[str, object]], heads: Sequence[str]) -> None:
        """The answer as CSV."""
        from dealerplan.render.csv import render_csv

        self.write(render_csv(rows, heads))

    def document(self, document: Document) -> None:
        """The answer as tables and sentences."""
        self.write(self.printed(document))

    def printed(self, document: Document) -> str:
        """Tables and sentences as this screen shows them."""
        from dealerplan.render.text.terminal import printed

        in_colour = self.stdout.isatty() and not self.environ.get("NO_COLOR")
        return printed(document, self.lang, self.width, self.stdout if in_colour else None)

    def markdown(self, words: str) -> None:
        """A page of Markdown: laid out on a terminal, else as it is written."""
        if not self.stdout.isatty():
            self.write(words)
            return
        from dealerplan.cli.markdown import print_markdown

        self.answered = True
        with suppress(BrokenPipeError):
            print_markdown(words, self.stdout, self.width, not self.environ.get("NO_COLOR"))

    def bytes(self, content: bytes) -> None:
        """The answer as it is, past the encoding of the locale; text where a stream takes nothing else."""
        self.answered = True
        buffer = getattr(self.stdout, "buffer", None)
        if buffer is None:
            self.write(content.decode("utf-8"))
            return
        with suppress(BrokenPipeError):
            self.stdout.flush()
            buffer.write(content)

    def write(self, words: str) -> None:
        """A part of the answer; a reader who has seen enough stops the writing, not the command."""
        self.answered = True
        with suppress(BrokenPipeError):
            self.stdout.write(words)

    @property
    def width(self) -> int | None:
        """Columns to fit into: the terminal's, or COLUMNS; None where there is no terminal."""
        if self.columns is not None:
            return self.columns
        return shutil.get_terminal_size().columns if self.stdout.isatty() else None

    @property
    def height(self) -> int:
        """Lines to fit into: what LINES says, or the terminal's."""
        lines = self.environ.get("LINES", "")
        if lines.isascii() and lines.isdecimal() and len(lines) < len(str(WIDEST)):
            return int(lines)
        return shutil.get_terminal_size().lines

    @property
    def columns(self) -> int | None:
        """What COLUMNS says, if anything; no screen is wider than WIDEST."""
        columns = self.environ.get("COLUMNS", "").lstrip("0")
        if not (columns.isascii() and columns.isdecimal()):
            return None
        return WIDEST if len(columns) >= len(str(WIDEST)) else int(columns)

    @property
    def asks(self) -> bool:
        """Whether somebody is there to answer questions."""
        return self.stdin.isatty() and self.stdout.isatty()

    def ask(self, question: Message) -> str:
        """Put a question; raises Unanswered."""
        try:
            print(self.text(question), end=" ", file=self.stdout, flush=True)
            answer = self.stdin.readline()
        except KeyboardInterrupt:
            raise Unanswered from None
        if not answer:
            raise Unanswered
        return answer.strip()

    def confirm(self, question: Message) -> bool:
        """Whether a question is answered with yes; Enter is no. Raises Unanswered."""
        return self.ask(say("{question} [y/N]", question=question)).casefold() in YES

    def choose(self, error: Ambiguous) -> Fraction:
        """Which of two values a typed number means; Enter takes the first. Raises the error where nobody is there."""
        if not self.asks:
            raise error
        one, other = error.readings
        question = say("{message}: 1 {one} (Enter), 2 {other}?", message=error.message, one=one.text, other=other.text)
        while (answer := self.ask(question)) not in ("", "1", "2", one.text, other.text):
            self.note(error.hint or error.message)
        return (other if answer in ("2", other.text) else one).value

    def line(self, flags: Sequence[str]) -> str:
        """The command line with more flags, to paste into a shell."""
        from dealerplan.app.shell import line_with
        from dealerplan.cli.invoked import program

        return line_with(program(self.environ), self.argv, flags)

    def piped(self) -> BinaryIO:
        """Standard input as it is, past the encoding of the locale."""
        return getattr(self.stdin, "buffer", None) or BytesIO(self.stdin.read().encode())

    # errors

    def fail_as_json(self, error: DealerplanError) -> int:
        """The same as `fail`, and as JSON on stdout, where nothing stands there yet."""
        from dealerplan.view import payload

        if not self.answered:
            with suppress(OSError):
                self.json(payload.errors(error.each, self.lang))
        return self.fail(error)

    def fail(self, error: DealerplanError) -> int:
        """Say what is wrong on stderr; gives the exit code."""
        from dealerplan.planfile.problem import PlanError

        problems = error.problems if isinstance(error, Refused) else (error,)
        self.tell(error)
        if isinstance(error, Refused) and len(problems) > 1:
            read_only = all(isinstance(problem, PlanError | BookError) for problem in problems)
            count = say("{number} problem", "{number} problems", number=len(problems))
            self.note(count if read_only else say("{count}; nothing was written", count=count))
        return error.exit_code

    def tell(self, error: DealerplanError) -> None:
        """Say each thing that is wrong on stderr."""
        for problem in error.problems if isinstance(error, Refused) else (error,):
            self._problem(problem)

    def _problem(self, problem: DealerplanError) -> None:
        from dealerplan.planfile.problem import PlanError

        message = self.text(problem.message)
        if isinstance(problem, PlanError):
            line, column = problem.mark
            self.note(f"{problem.path}:{line}:{column}: {message}")
            self._source_line(problem)
        else:
            self.note(say("error: {message}", message=problem.message))
        if problem.hint is not None:
            self.note(say("  hint: {hint}", hint=problem.hint))

    def _source_line(self, problem: PlanError) -> None:
        """The line itself, long ones cut round the place, with a caret under it."""
        from rich.cells import cell_len

        source, column = problem.source_line.replace("\t", " "), problem.mark.column
        if not source.strip():
            return
        start = max(0, column - SHOWN) if len(source) > 2 * SHOWN else 0
        before = self.text(source[start : column - 1])
        self.note(f"    {before}{source[column - 1 : start + 2 * SHOWN]}")
        self.note(f"    {' ' * cell_len(before)}^")


def screen_of(context: Context, new_book: bool = False, trust_clock: bool = False) -> Screen:
    """The screen that a command was run with (cli/run.py): the one place where typer's untyped `obj` gets a type.

    A writer gives the flags that every writer takes.
    """
    screen: Screen = context.obj
    screen.given = [flag for flag, is_given in ((NEW_BOOK, new_book), (TRUST_CLOCK, trust_clock)) if is_given]
    return screen


class Unanswered(Exception):
    """Nobody answers a question: the input has ended, or Ctrl-C was pressed. Nothing was written yet."""


YES = ("y", "yes", "是", "是的", "好")
SHOWN = 50  # characters of a line on either side of an error


_GO = say("go to a folder that is there")


def here() -> Path:
    """The current folder; raises UsageError where it was removed."""
    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError(say("the current folder can't be read: {error}", error=reason(error)), _GO) from None


def user(environ: Mapping[str, str]) -> str:
    """Who runs the command: DEALERPLAN_USER, or the login name."""
    if named := environ.get("DEALERPLAN_USER"):
        return named.encode("utf-8", "replace").decode()
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user id without a name
        return str(os.getuid()) if hasattr(os, "getuid") else "?"
