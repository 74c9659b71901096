"""A page of a group: tables that sort, and regions and stores that open; all of it reads without a script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path

from dealerplan.render.html.page import Page, anchor_id, page_head
from dealerplan.render.typeset import text
from dealerplan.view.group.site import Detail, Site
from dealerplan.words import Lang, say


def write(site: Site, lang: Lang) -> bytes:
    """One file in UTF-8 that asks for nothing; its one script is named by its sum, and no other runs."""
    script = Path(__file__).with_name("sort.js").read_text(encoding="utf-8")
    sum_of = b64encode(sha256(script.encode()).digest()).decode()
    page = Page(lang)
    lines = [
        *page_head(site.document.title, lang, script=f"'sha256-{sum_of}'"),
        *(line for part in site.document.parts() for line in page.part(part)),
        *_details(site, page, lang),
        f"</main><script>{script}</script></body></html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _details(site: Site, page: Page, lang: Lang) -> Iterator[str]:
    if site.details:
        yield f"<section><h2>{escape(text(say('Stores, to open'), lang))}</h2>"
        for one in site.details:
            yield from _detail(one, page, lang)
        yield "</section>"


def _detail(one: Detail, page: Page, lang: Lang) -> Iterator[str]:
    """What opens; a link to the anchor inside opens it too."""
    yield f'<details><summary>{escape(text(one.title, lang))}</summary><div id="{escape(anchor_id(one.anchor))}">'
    yield from page.blocks(one.blocks)
    for below in one.below:
        yield from _detail(below, page, lang)
    yield "</div></details>"
