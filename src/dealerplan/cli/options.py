"""Options that every command takes, before or after its name, and how options' values are read."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dealerplan.domain.month import FIRST_YEAR, LAST_YEAR, Month, read_day
from dealerplan.errors import UsageError
from dealerplan.words import Lang, Message, meant, say
from dealerplan.words.languages import LANGUAGES

if TYPE_CHECKING:
    from dealerplan.app.kept import Then

W = TypeVar("W", bound=str)

COMMON: Mapping[str, tuple[str, Message]] = {
    "--workspace": ("DIR", say("folder with plans/ (or DEALERPLAN_WORKSPACE, or the nearest)")),
    "--db": ("BOOK", say("the book of actuals (or DEALERPLAN_DB, or dealerplan.db)")),
    "--lang": ("|".join(LANGUAGES), say("language (or DEALERPLAN_LANG, or the locale)")),
}


class Common(NamedTuple):
    """The common options as given."""

    workspace: str | None = None
    db: str | None = None
    lang: str | None = None


def split_common(argv: Sequence[str]) -> tuple[Common, list[str]]:
    """Take the common options out of a command line, wherever they stand; one without its value is empty."""
    found: dict[str, str] = {}
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += [word, *words]
            break
        option, equals, value = word.partition("=")
        if option in COMMON:
            found[option.removeprefix("--")] = value if equals else next(words, "")
        else:
            rest.append(word)
    return Common(**found), rest


def asks_json(argv: Sequence[str]) -> bool:
    """Whether a command line asks for JSON, before anybody knows whether it is sound."""
    return "--format=json" in argv or ("--format", "json") in pairwise(argv)


def check_common(given: Common) -> None:
    """Raises UsageError for an option without its value."""
    for (option, (kind, _)), value in zip(COMMON.items(), given, strict=True):
        if value == "":
            raise UsageError(say("{option} needs a value: {kind}", option=option, kind=kind))


def check_text(argv: Sequence[str]) -> None:
    """Raises UsageError for a word that no file could keep as text."""
    for word in argv:
        if "\0" in word or any("\ud800" <= char <= "\udfff" for char in word):
            raise UsageError(say("{word} is not UTF-8 text", word=word), say("set the terminal to UTF-8"))


def check_zone(environ: Mapping[str, str]) -> None:
    """Raises UsageError for a time zone that no place has, and Python can't tell the time in."""
    if max(abs(time.timezone), abs(time.altzone)) >= DAY:
        message = say("there is no time zone {zone}", zone=environ.get("TZ", "")[:SHOWN])
        raise UsageError(message, say("set TZ to a place: TZ=Asia/Shanghai"))


DAY = 24 * 60 * 60  # seconds
SHOWN = 40  # characters of a word


def language(given: str | None, environ: Mapping[str, str]) -> Lang:
    """The language of an option, of DEALERPLAN_LANG, or of the locale; English where that says nothing."""
    named = given or environ.get("DEALERPLAN_LANG")
    if named:
        known = _known(named)
        if known is None:
            hint = say("choose {choices}", choices=LANGUAGES)
            raise UsageError(say("{text} is not a language here", text=named), hint)
        return known
    locale = next(filter(None, (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return _known(locale) or "en"


def _known(name: str) -> Lang | None:
    """The language of a name such as zh_CN.UTF-8."""
    return next((lang for lang in LANGUAGES if name.lower().startswith(lang.lower())), None)


def now(environ: Mapping[str, str]) -> datetime:
    """The local time, moved to the day that DEALERPLAN_TODAY names."""
    actual = datetime.now()
    if not FIRST_YEAR < actual.year < LAST_YEAR:
        raise UsageError(say("the clock says {day}", day=actual.date()), say("set it right"))
    day = environ.get("DEALERPLAN_TODAY")
    return (datetime.combine(read_day(day), actual.time()) if day else actual).astimezone()


def optional_then(
    known_at: str | None, plan_now: bool, hashes: Sequence[str] | None, store: str | None = None
) -> Then | None:
    """Which versions of plans are meant; None for those of today. Raises UsageError."""
    from dealerplan.app.kept import Then
    from dealerplan.app.status import read_time

    if plan_now and known_at is None:
        raise UsageError(say("--plan-now goes with --known-at"), say("leave it out"))
    if known_at is None and not hashes:
        return None
    return Then(None if known_at is None else read_time(known_at), plan_now, tuple(hashes or ()), store)


def choice(value: str, choices: Sequence[W], option: str) -> W:
    """One of several words; raises UsageError."""
    for one in choices:
        if one == value:
            return one
    hint = meant(value, choices, say("choose {choices}", choices=choices))
    raise UsageError(say("{option} can't be {value}", option=option, value=value), hint)


def month_and_pairs(words: Sequence[str]) -> tuple[Month | None, list[str]]:
    """Split `2026-03 intake=662 …` into the month, if there is one, and the rest; raises Invalid."""
    if words and "=" not in words[0] and "＝" not in words[0]:
        return Month.parse(words[0]), list(words[1:])
    return None, list(words)


def optional_month(text: str | None) -> Month | None:
    """A month where one is given; raises Invalid."""
    return None if text is None else Month.parse(text)


def optional_year(text: str | None) -> int | None:
    """A calendar year where one is given; raises UsageError."""
    if text is None:
        return None
    if len(text) == 4 and text.isascii() and text.isdecimal() and FIRST_YEAR < int(text) <= LAST_YEAR:
        return int(text)
    raise UsageError(say("{text} is not a year", text=text), say("write it like 2026"))


def optional_day(text: str | None) -> date | None:
    """A day where one is given; raises Invalid."""
    return None if text is None else read_day(text)
