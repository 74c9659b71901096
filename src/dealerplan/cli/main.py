"""`run` takes a command line to an exit code; `main` is the console script."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TextIO

from dealerplan import __version__
from dealerplan.cli.options import language, split_common
from dealerplan.cli.screen import Screen
from dealerplan.errors import DealerplanError, UsageError
from dealerplan.words import near, say

# A command is a module of its name in this package, with a typer function `command`; its help is the docstring.
COMMANDS = ("init", "demo", "check", "record", "correct", "done", "status", "show", "history")


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:], sys.stdin, sys.stdout, sys.stderr, os.environ))


def run(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO, environ: Mapping[str, str]) -> int:
    """Run one command line; the only place where errors become messages and exit codes."""
    screen = Screen(stdin, stdout, stderr, environ)
    for stream in (stdout, stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console's encoding may lack what a name has
    try:
        code = _run(screen, argv)
        stdout.flush()
        return code
    except DealerplanError as error:
        return screen.fail(error)
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return screen.code
    except (KeyboardInterrupt, EOFError):
        screen.note(say("\nstopped; nothing was written"))
        return 130
    except OSError as error:
        return screen.fail(UsageError(say("{error}", error=error)))


def _run(screen: Screen, argv: Sequence[str]) -> int:
    screen.lang = language(_lang_of(argv), screen.environ)
    screen.common, words = split_common(argv)
    screen.lang = language(screen.common.lang, screen.environ)
    if words in (["--version"], ["-V"]):
        screen.say(f"dealerplan {__version__}")
        return 0
    if not words or words[0] in ("--help", "-h", "help"):
        return _help(screen, words[1:])
    name, *rest = words
    if name not in COMMANDS:
        meant = near(name, COMMANDS)
        hint = say("did you mean {meant}?", meant=meant) if meant else say("dealerplan --help lists the commands")
        raise UsageError(say("there is no command {name}", name=name), hint)
    return _invoke(screen, name, rest)


def _lang_of(argv: Sequence[str]) -> str | None:
    """The language, before the rest is known to be right, so that errors speak it."""
    for word, following in zip(argv, [*argv[1:], ""], strict=True):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang":
            return following
    return None


def _help(screen: Screen, words: Sequence[str]) -> int:
    if words and words[0] in COMMANDS:
        return _invoke(screen, words[0], ["--help"])
    from dealerplan.cli.help import overview

    screen.stdout.write(overview(screen.lang, COMMANDS))
    return 0


def _invoke(screen: Screen, name: str, words: Sequence[str]) -> int:
    from typer import Abort, Typer, TyperException
    from typer.main import get_command

    from dealerplan.cli.help import HelpingCommand, usage_error

    app = Typer(add_completion=False, rich_markup_mode=None)
    settings = {"help_option_names": ["-h", "--help"]}
    function = import_module(f"dealerplan.cli.{name}").command
    app.command(name, cls=HelpingCommand, context_settings=settings)(function)
    try:
        code = get_command(app).main(list(words), f"dealerplan {name}", standalone_mode=False, obj=screen)
    except Abort:
        raise EOFError from None
    except TyperException as error:
        raise usage_error(error, name) from None
    return code if isinstance(code, int) else screen.code
