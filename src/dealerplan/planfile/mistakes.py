"""The mistakes that people really make in a plan file, each with a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from dealerplan.domain.pattern import pattern
from dealerplan.words import Message, say


class Mistake(NamedTuple):
    """What is probably wrong in a line, at a column counted from 1; `value` is what should stand in quotes there."""

    column: int
    message: Message
    hint: Message
    value: str = ""


# What YAML could not read: lines.

_SIGN = pattern(r"[:：]\s*([>|%@`#][^#}\n]*|-\s[^#}\n]*)")
_BLOCK = pattern(r"[>|][-+]?\s*")  # a sign that begins a text of several lines
_QUOTES = "“”‘’＂＇"
_QUOTE = pattern(rf"[:：{{\[,]\s*([{_QUOTES}])")
_TWO_COLONS = pattern(r"^\s*(?:- )?[^\s:{\['\"][^:]*:\s+([^\s{\['\"|>#][^#]*?:\s[^#]*)")
_NUMBER = pattern(r"[:：]\s*([^,:{}\[\]'\"]*\d{1,3}(?:,\d{3})+(?!\d)[^,}\]]*)")

_THREE_DIGITS = pattern(r"\d{3}(?!\d)")

_SPACE = say("write a plain : and a space after it")
_NO_SPACE = say("a space is missing after the colon")
_COLON_MESSAGE = say("a full-width colon stands here")
_QUOTE_MESSAGE = (say("a full-width quote stands here"), say("write plain quotes: ' or \""))
_BRACE_MESSAGE = (say("full-width punctuation stands here"), say("write plain commas and brackets"))
_SLIPS = tuple(
    (pattern(text), message, hint)
    for text, message, hint in (
        (r"^[ -]*(\t)", say("a tab stands here"), say("indent with spaces: YAML takes no tabs")),
        (r"^[^:#'\"]*?(：)|[{,]\s*[^:'\"{},]+?(：)", _COLON_MESSAGE, _SPACE),
        (r"[:：]\s*([｛【])|[{\[][^\"'#]*?([｝】])\s*(?:#.*)?$", *_BRACE_MESSAGE),
        (r"[{\[][^\"'#]*?([，、；])\s*[^\s,:：{}]+[:：]", *_BRACE_MESSAGE),
        (r"^\s*(-)[^\s-]", say("a space is missing after the dash"), say("write - and a space")),
        (r"^\s*(?:- )?[\w.]+(:)[^\s/:]|[{,]\s*\w+(:)[^\s/:]", _NO_SPACE, _SPACE),
        (r"^\s*[\w-]+\s*(=)\s*\S", say("= stands where a colon should"), _SPACE),
    )
)


def explain(line: str) -> Mistake | None:
    """Find the likeliest mistake in a line that could not be read."""
    line = line[:_LONGEST]
    if (match := _SIGN.search(line)) and not _BLOCK.fullmatch(match[1]):
        return _unquoted(match)
    for slip, message, hint in _SLIPS:
        if match := slip.search(line):
            return _mistake(match, message, hint)
    if match := _TWO_COLONS.search(line):
        return _unquoted(match, "")
    if match := _QUOTE.search(line):
        return _mistake(match, *_QUOTE_MESSAGE)
    return None


def _mistake(match: re.Match[str], message: Message, hint: Message) -> Mistake:
    return Mistake(match.start(match.lastindex or 0) + 1, message, hint)


def _unquoted(match: re.Match[str], end: str = ",") -> Mistake:
    """A value that YAML takes for a sign of its own; in a flow mapping it ends at the comma."""
    whole = (match[1].split(end)[0] if end else match[1]).strip()
    value = whole if len(whole) <= _SHOWN else f"{whole[:_SHOWN]}…"
    hint = say("write '{value}', with the quotes", value=value)
    return Mistake(match.start(1) + 1, say("{value} must stand in quotes", value=value), hint, whole)


_SHOWN = 60
_LONGEST = 1000  # characters of a line that are looked at


def explain_syntax(problem: str, context: str, sign: str, same_line: bool) -> tuple[Message, Message, bool]:
    """A sentence for what the parser says at a sign, and whether the place is where the broken thing begins."""
    if "escape" in problem or "hexdecimal" in problem:
        hint = say("write the character itself; or take single quotes, where a backslash is a backslash")
        return say("YAML knows no such escape with a backslash"), hint, False
    if "quoted scalar" in context:
        return say("this quote is not closed"), say("add the closing quote"), True
    if sign and sign in "]}":
        return say("this bracket closes nothing"), say("delete it, or open it where it begins"), False
    if sign and same_line and ("',' or" in problem or "node content" in problem):
        return say("a comma is missing or too much, or a value must stand in quotes"), _LOOK, False
    if "flow" in context:
        return say("this bracket is not closed"), say("add the closing bracket"), True
    if "expected key" in problem or "block" in context or "block" in problem:
        return say("this line is not indented like the lines above"), say("give keys of one level one indent"), False
    return say("this is not YAML: {problem}", problem=problem), _LOOK, False


_LOOK = say("look at the commas, brackets and quotes before this place")

# What YAML could read, but not as it was meant.


def stray_sign(line: str, column: int) -> Mistake | None:
    """`>5` at a place where YAML takes the sign for the beginning of a folded text."""
    match = _SIGN.search(line)
    if match and match.start(1) + 1 == column and not _BLOCK.fullmatch(match[1]):
        return _unquoted(match)
    return None


def broken_number(line: str, column: int) -> Mistake | None:
    """`6,000,000` in a flow mapping, where YAML takes `000` for a key."""
    if line[column - 2 : column - 1] != "," or not _THREE_DIGITS.match(line, column - 1):
        return None
    begin = max(line.rfind(sign, max(0, column - _SHOWN), column) for sign in ":：")
    match = _NUMBER.match(line[: column + _SHOWN], begin) if begin >= 0 else None
    return _unquoted(match, "") if match and match.end(1) >= column else None


def explain_key(key: str) -> Mistake | None:
    """Find out why a key is none: `goal：650`, `goal:650`, `“goal”`."""
    if key.startswith(tuple(_QUOTES)):
        return Mistake(1, *_QUOTE_MESSAGE)
    if match := re.search("[:：]", key):
        message = _COLON_MESSAGE if match[0] == "：" else _NO_SPACE
        return Mistake(match.start() + 1, message, _SPACE)
    return None


def explain_value(line: str, column: int) -> Mistake | None:
    """Find out why the value at a place of a line can't be meant."""
    value = line[column - 1 :].lstrip()
    column = len(line) - len(value) + 1
    if value.startswith(tuple(_QUOTES)):
        return Mistake(column, *_QUOTE_MESSAGE)
    if value[:1] in tuple("｛【"):
        return Mistake(column, *_BRACE_MESSAGE)
    if value[:1] == "#":
        hint = say("write '{value}', with the quotes", value=value.rstrip(" }"))
        return Mistake(column, say("# begins a comment, so there is no value"), hint)
    return None


def explain_scalar(text: str) -> Mistake | None:
    """Find out why a text stands where keys and values should: `goal：650` or `goal:650` in a line of its own."""
    match = re.match(r"[\w.-]+([:：])", text)
    return explain_key(text) if match else None


# Words

SYNONYMS = {  # a word, and the key that it may stand for; several where it depends on the section
    "计划": "plan", "门店": "store", "店": "store", "期间": "period", "周期": "period", "部门": "department",
    "备注": "notes", "币种": "currency", "日历": "calendar", "容差": "tolerance",
    "指标": "targets measures", "目标": "goal targets", "考核指标": "targets", "年度目标": "targets",
    "里程碑": "milestones", "名称": "name", "单位": "unit", "口径": "basis", "别名": "aliases", "成员": "members",
    "小数位": "decimals", "公式": "formula", "负责人": "owner", "责任人": "owner", "拆分": "split", "分解": "split",
    "调整": "revisions", "修订": "revisions", "截止": "due", "日期": "due", "支持": "support", "结果": "results",
    "起点": "start", "原因": "why", "事项": "milestones", "数据项": "measures",
    "曾用名": "was", "原名": "was", "曾用标识": "was", "formerly": "was", "previously": "was",
    "重点工作": "milestones", "重点任务": "milestones", "工作事项": "milestones",
    "title": "name", "target": "goal targets", "responsible": "owner", "deadline": "due", "date": "due",
    "reason": "why", "label": "name", "parent": "part_of", "comment": "notes", "note": "notes", "description": "notes",
}  # fmt: skip
CLOSE = 0.65


def meant_key(word: str, known: Sequence[str], taken: Container[str] = ()) -> str | None:
    """The key probably meant by a word: another word for it, or nearly its letters.

    Of several that it may stand for, one that is not `taken`.
    """
    word = re.split("[:：]", word)[0].strip(f"{_QUOTES} ").lower()
    if word in known:
        return word
    others = [other for other in SYNONYMS.get(word, "").split() if other in known]
    if others:
        return next((other for other in others if other not in taken), others[0])
    return next(iter(get_close_matches(word, known, n=1, cutoff=CLOSE)), None)
