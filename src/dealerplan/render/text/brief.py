"""Plain sentences, each on a line of its own however long it is: for a chat group."""

from __future__ import annotations

from dealerplan.render.formats import Options
from dealerplan.render.text.terminal import plain
from dealerplan.view.document import Document
from dealerplan.words import Lang


def write(document: Document, lang: Lang, _: Options) -> bytes:
    """In UTF-8."""
    return plain(document, lang).encode()
