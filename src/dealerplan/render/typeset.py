"""Words as pages have them, which know more signs than every terminal."""

from __future__ import annotations

from dealerplan import words
from dealerplan.words import Lang, Message

FIELDS = "\u3000"  # between the fields of a masthead
SIGNS = {">=": "≥", "<=": "≤"}


def text(said: object, lang: Lang) -> str:
    """The same as `words.text`, with the signs of pages in goals; what users wrote stays as it is."""
    return words.text(_typeset(said), lang)


def _typeset(said: object) -> object:
    if isinstance(said, Message):
        fills = {name: SIGNS.get(str(fill), fill) if name == "sign" else _typeset(fill)
                 for name, fill in said.fills.items()}  # fmt: skip
        return said.filled(fills)
    if isinstance(said, list | tuple) and type(said) in (list, tuple):  # a Month is a tuple, but prints itself
        return [_typeset(part) for part in said]
    return said
