"""Help pages, in both languages and as plain text."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from typer import Context, Exit
from typer.core import TyperArgument, TyperCommand, TyperOption

from dealerplan.cli.options import COMMON
from dealerplan.cli.pages import PAGES
from dealerplan.cli.screen import screen_of
from dealerplan.errors import UsageError
from dealerplan.words import Lang, Message, say, text

Row = tuple[str, str | Message]


class HelpingCommand(TyperCommand):
    """A command whose help is ours, and goes where its answers go."""

    def get_help(self, ctx: Context) -> NoReturn:  # type: ignore[override]  # typer's base of its Context is private
        """Write the page and end; the caller would print it to the process's own output."""
        screen = screen_of(ctx)
        screen.write(page(self, screen.lang))
        raise Exit


def overview(lang: Lang, commands: Sequence[str]) -> str:
    """The page of `dealerplan --help`."""
    rows = [(name, _template(_summary(name))) for name in commands]
    return _joined(
        lang,
        say("Usage: {line}", line="dealerplan COMMAND …"),
        say("Keeps a dealership's annual plan alive: targets, actuals, what is left to do."),
        (say("Commands:"), rows),
        (say("Pages:"), list(PAGES.items())),
        (say("Options of every command:"), _common()),
        say("Help on a command or a page: dealerplan help NAME"),
    )


def page(command: TyperCommand, lang: Lang) -> str:
    """The page of `dealerplan COMMAND --help`."""
    arguments = [
        (_metavar(param), _template(param.help)) for param in command.params if isinstance(param, TyperArgument)
    ]
    options = [(_option(param), _template(param.help)) for param in command.params if isinstance(param, TyperOption)]
    words = [f"[{name}]" for name, _ in arguments]
    summary, _, details = (command.help or "").partition("\n\n")
    return _joined(
        lang,
        say("Usage: {line}", line=" ".join(["dealerplan", command.name or "", *words, "[OPTIONS]"])),
        _template(summary),
        *([_template(details)] if details else []),
        (say("Arguments:"), arguments),
        (say("Options:"), [*options, ("-h, --help", say("show this page"))]),
        (say("Options of every command:"), _common()),
    )


def usage_error(error: Any, name: str) -> UsageError:
    """What the parser of the command line found wrong, in our words. Typer keeps the classes of its errors private."""
    hint = say("dealerplan {name} --help shows what it takes", name=name)
    match type(error).__name__:
        case "NoSuchOption":
            if error.possibilities:
                hint = say("did you mean {meant}?", meant=sorted(error.possibilities))
            elif not error.option_name.startswith("--"):
                hint = say(
                    "dealerplan {name} --help shows what it takes; text that begins with - goes after --", name=name
                )
            return UsageError(say("there is no option {option}", option=error.option_name), hint)
        case "BadOptionUsage":
            return UsageError(say("{option} needs a value", option=error.option_name), hint)
        case "MissingParameter":
            return UsageError(say("{name} is missing", name=_metavar(error.param)), hint)
        case _ if extra := re.search(r"unexpected extra argument\S* \((.*)\)", error.format_message()):
            return UsageError(say("{words} can't stand here", words=extra[1]), hint)
        case _:
            return UsageError(say("{problem}", problem=error.format_message()), hint)


def _summary(name: str) -> str:
    return (inspect.getdoc(command_of(name)) or "").partition("\n\n")[0]


def command_of(name: str) -> Callable[..., int | None]:
    """The function of a command."""
    command: Callable[..., int | None] = import_module(f"dealerplan.cli.{name.replace('-', '_')}").command
    return command


def _template(words: str | None) -> Message:
    """Help as a message: help strings and docstrings of commands are templates too."""
    return Message(" ".join((words or "").split()), {})


def _metavar(param: TyperArgument | TyperOption) -> str:
    return param.metavar or (param.name or "").upper()


def _option(param: TyperOption) -> str:
    names = ", ".join(param.opts)
    return names if param.is_flag else f"{names} {_metavar(param)}"


def _common() -> list[Row]:
    return [(f"{name} {metavar}", help) for name, (metavar, help) in COMMON.items()]


def _joined(lang: Lang, *parts: Message | tuple[Message, Iterable[Row]]) -> str:
    blocks = [_section(lang, *part) if not isinstance(part, Message) else text(part, lang) for part in parts]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(lang: Lang, title: Message, rows: Iterable[Row]) -> str:
    rows = list(rows)
    wide = max((len(left) for left, _ in rows), default=0)
    lines = [f"  {left:{wide}}  {text(right, lang)}".rstrip() for left, right in rows]
    return "\n".join([text(title, lang), *lines]) if rows else ""
