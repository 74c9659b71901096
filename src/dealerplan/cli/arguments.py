"""Options that several commands take, each declared once."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

Plans = Annotated[list[str] | None, Argument(metavar="PLAN…", help="plans by id, name or file (default: all)")]
Shown = Annotated[
    list[str] | None, Argument(metavar="PLAN…", help="plans by id, name or file (default: those in force)")
]
Year = Annotated[str | None, Option("--year", metavar="YEAR", help="plans of this year instead")]
Owner = Annotated[str | None, Option("--owner", metavar="NAME", help="only what this owner answers for")]
AsOf = Annotated[
    str | None,
    Option("--as-of", metavar="MONTH", help="the last month to take in (default: the last recorded)"),
]
KnownAt = Annotated[
    str | None,
    Option("--known-at", metavar="TIME", help="as the book stood then: 2026-04-08 or 2026-04-08T18:30"),
]
PlanNow = Annotated[bool, Option("--plan-now", help="with --known-at: the plan files of today")]
PlanHash = Annotated[
    list[str] | None,
    Option("--plan-hash", metavar="HASH", help="a version of a plan, as reports name it"),
]
OnlyStore = Annotated[str | None, Option("--store", metavar="STORE", help="only plans of this store")]
OneStore = Annotated[str | None, Option("--store", metavar="STORE", help="where plans are of several stores")]
Note = Annotated[str | None, Option("--note", metavar="TEXT", help="kept in the history")]
FromFile = Annotated[
    list[str] | None,
    Option("--from", metavar="FILE", help="a file of actuals, - for stdin (dealerplan help imports)"),
]
DryRun = Annotated[bool, Option("--dry-run", help="only show what would change")]
IgnoreRest = Annotated[bool, Option("--ignore-rest", help="leave out what no plan names, and list it")]
Sure = Annotated[bool, Option("--sure", help="record what may be a slip as it is: half a vehicle")]
NewBook = Annotated[bool, Option("--new-book", help="begin a new book where the one named, or had, is not there")]
TrustClock = Annotated[bool, Option("--trust-clock", help="write more than a year after the last entry")]
FileFormat = Annotated[str, Option("--format", metavar="text|json", help="how to print what became of FILE")]
Format = Annotated[str, Option("--format", metavar="text|json|csv", help="how to print it; json: errors too")]
