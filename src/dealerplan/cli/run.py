"""`run` takes a command line to an exit code."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from typing import TextIO

from dealerplan import __version__
from dealerplan.cli.options import asks_json, check_common, check_text, check_zone, language, split_common
from dealerplan.cli.screen import Screen, Unanswered
from dealerplan.cli.stopping import STOPPED
from dealerplan.errors import BookError, DealerplanError, UsageError, reason, remedy
from dealerplan.words import meant, say

# A command is a module of its name, `_` for `-`, with a typer function `command`; its help is the docstring.
COMMANDS = (
    "init",
    "demo",
    "check",
    "record",
    "correct",
    "undo",
    "done",
    "due",
    "close",
    "reopen",
    "status",
    "group",
    "rank",
    "goals",
    "hand-out",
    "show",
    "note",
    "report",
    "next",
    "history",
    "verify",
    "export",
    "backup",
    "copy",
)


PLAINLY = "dealerplan.plainly"
_PLAIN = {"≥": ">=", "≤": "<=", "–": "-", "—": "-", "～": "~", "→": "->"}


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """Signs that an encoding lacks as those it has, so that no direction of a goal is lost; anything else as `?`."""
    if isinstance(error, UnicodeDecodeError):
        return "\ufffd", error.end
    assert isinstance(error, UnicodeEncodeError)
    return "".join(_PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


codecs.register_error(PLAINLY, _plainly)


def run(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO, environ: Mapping[str, str]) -> int:
    """Run one command line; the only place where errors become messages and exit codes."""
    screen = Screen(stdin, stdout, stderr, environ)
    for stream in (stdin, stdout, stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=PLAINLY)  # a console's encoding may lack what a name has
    fail = screen.fail_as_json if asks_json(argv) else screen.fail
    code = 0
    try:
        code = _run(screen, argv)
        stdout.flush()
    except DealerplanError as error:
        code = fail(error)
    except Unanswered:
        code = STOPPED
        screen.note(say("\nstopped; nothing was written"))
    except KeyboardInterrupt:  # perhaps after something was written
        code = STOPPED
        screen.note(say("\nstopped"))
    except BrokenPipeError:  # the reader has seen enough
        pass
    except OSError as error:  # files and books speak for themselves, so this is the output
        code = _unanswered(screen, error)
    except Exception as fault:
        if environ.get("DEALERPLAN_DEBUG"):
            raise
        message = say("dealerplan itself failed: {kind}: {fault}", kind=type(fault).__name__, fault=fault)
        hint = say("report it with what DEALERPLAN_DEBUG=1 shows; dealerplan history shows what the book holds")
        code = fail(BookError(message, hint))
    return code


def _unanswered(screen: Screen, error: OSError) -> int:
    if screen.wrote:
        message = say("it is written, and stays; only the answer can't be: {error}", error=reason(error))
        return screen.fail(BookError(message, say("dealerplan history shows what the book holds")))
    return screen.fail(BookError(say("the answer can't be written: {error}", error=reason(error)), remedy(error)))


def _run(screen: Screen, argv: Sequence[str]) -> int:
    screen.argv = argv
    screen.common, words = split_common(argv)
    screen.lang = language(screen.common.lang, screen.environ)
    check_common(screen.common)
    check_text(argv)
    check_zone(screen.environ)
    if words in (["--version"], ["-V"]):
        screen.say(f"dealerplan {__version__}")
        return 0
    if not words or words[0] in ("--help", "-h", "help"):
        return _help(screen, words[1:])
    name, *rest = words
    if name not in COMMANDS:
        hint = meant(name, COMMANDS, say("dealerplan --help lists the commands"))
        raise UsageError(say("there is no command {name}", name=name), hint)
    return _invoke(screen, name, rest)


def _help(screen: Screen, words: Sequence[str]) -> int:
    from dealerplan.cli.help import overview
    from dealerplan.cli.pages import PAGES, page

    if not words:
        screen.write(overview(screen.lang, COMMANDS))
        return 0
    name = words[0]
    if name not in COMMANDS and name not in PAGES:
        hint = meant(name, [*COMMANDS, *PAGES], say("dealerplan help lists commands and pages"))
        raise UsageError(say("there is no command or page {name}", name=name), hint)
    if name in COMMANDS:
        _invoke(screen, name, ["--help"])
    if name in COMMANDS and name in PAGES:
        screen.say("")
    if name in PAGES:
        screen.markdown(page(name, screen.lang))
    return 0


def _invoke(screen: Screen, name: str, words: Sequence[str]) -> int:
    from typer import Exit, Typer, TyperException
    from typer.main import get_command

    from dealerplan.cli.help import HelpingCommand, command_of, usage_error

    app = Typer(add_completion=False, rich_markup_mode=None)
    settings = {"help_option_names": ["-h", "--help"]}
    function = command_of(name)
    app.command(name, cls=HelpingCommand, context_settings=settings)(function)
    command = get_command(app)
    try:  # not command.main(), which has exits and broken pipes of its own
        with command.make_context(f"dealerplan {name}", list(words), obj=screen) as context:
            return command.invoke(context) or 0
    except Exit as done:  # --help
        return done.exit_code
    except TyperException as error:
        raise usage_error(error, name) from None
