"""Pages of the docs that help prints, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dealerplan.words import Lang, Message, say

PAGES: Mapping[str, Message] = {
    "plan-file": say("every key of a plan file"),
    "imports": say("which files of actuals are read, and what export writes"),
    "figures": say("what each figure and status means"),
    "landing": say("how the year will land: how it is told, and how near it comes"),
    "groups": say("a group of stores: plan, table, what is summed how, who sees what"),
    "reports": say("what reports say, formats, files, notes and actions"),
    "check": say("what check finds"),
    "book": say("the book: verify, backup, PostgreSQL, and when something is wrong"),
    "cron": say("reports by themselves"),
}
"""The pages by name, and what each is about."""

_LINK = re.compile(rf"\[[^\]]*\]\(({'|'.join(PAGES)})\.md[^)]*\)")


def page(name: str, lang: Lang) -> str:
    """A page as Markdown; what links to another one names the command that prints it."""
    from dealerplan.app.shipped import shipped

    folder = shipped("docs") / ("zh" if lang == "zh" else "")
    return _LINK.sub(r"`dealerplan help \1`", (folder / f"{name}.md").read_text(encoding="utf-8"))
