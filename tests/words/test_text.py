"""Messages become text in a language, and what users wrote comes out printable."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.domain.month import Month, Period
from dealerplan.domain.shown import Amount
from dealerplan.words import Lang, Message, printable, say, text

MARCH = Month(2026, 3)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "2026-03 is outside the period 2026"), ("zh", "2026-03 不在计划期 2026 内")],
)
def test_message(lang: Lang, words: str) -> None:
    year = Period(Month(2026, 1), Month(2026, 12))
    assert text(say("{text} is outside the period {period}", text=MARCH, period=year.label), lang) == words


def test_message_prints_english() -> None:
    assert str(say("{name} is missing", name="goal")) == "goal is missing"


def test_fills_may_be_messages() -> None:
    goal = say("{goal} {each}", goal=say("tbd"), each=say("each month"))
    assert text(goal, "en") == "tbd each month"
    assert text(goal, "zh") == "每月待定"


def test_placeholders_move_with_the_language() -> None:
    message = say("{number} {status}", number=3, status=say("at risk"))
    assert (text(message, "en"), text(message, "zh")) == ("3 at risk", "预警 3")


@pytest.mark.parametrize("many", [["a", "b"], ("a", "b")])
def test_lists_are_joined(many: object) -> None:
    assert text(say("there are {known}", known=many), "en") == "there are a, b"
    assert text(say("there are {known}", known=many), "zh") == "可选：a、b"


def test_lists_of_messages_and_months() -> None:
    assert text([say("each month"), say("each year")], "zh") == "每月、每年"
    assert text([MARCH, MARCH.plus(1)], "en") == "2026-03, 2026-04"
    assert text([], "zh") == ""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_plain_values(lang: Lang) -> None:
    assert text(MARCH, lang) == "2026-03"
    assert text(12, lang) == "12"
    assert text("售后", lang) == "售后"


def test_template_without_chinese_falls_back_to_english() -> None:
    assert text(Message("no such {thing}", {"thing": "sentence"}), "zh") == "no such sentence"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_words_stay_no_words(lang: Lang) -> None:
    """gettext keeps the head of a catalogue there."""
    assert text(Message("", {}), lang) == ""


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 months"), (1, "1 month"), (2, "2 months"), (Fraction(1, 2), "1/2 months"), (Fraction(1), "1 month"),
     (Amount(Fraction(1)), "1 month"), (Amount(Fraction(3, 2)), "1.5 months")],
)  # fmt: skip
def test_words_follow_their_number(number: object, said: str) -> None:
    for context in ("", "of a year"):
        assert text(Message("{number} month", {"number": number}, "{number} months", context), "en") == said


def test_number_is_a_number() -> None:
    """Else nobody knows which words follow it."""
    with pytest.raises(AttributeError):
        text(Message("{number} month", {"number": "1"}, "{number} months"), "en")


def test_a_sentence_is_said_of_other_values() -> None:
    months = say("sum of {number} month", "sum of {number} months", number=1)
    assert text(months.filled({"number": 2}), "en") == "sum of 2 months"
    assert text(months.filled({"number": 2}), "zh") == "2 个月合计"


def test_braces_in_fills_are_words() -> None:
    assert text(say("write {example}", example="{from: 2026-07}"), "zh") == "请写成 {from: 2026-07}"
    assert text(say("{name} is missing", name="{problem}"), "en") == "{problem} is missing"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("接车台次", "接车台次"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("a\0b\x7f", "a\\x00b\\x7f"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("\u200fa", "\\u200fa"),
        ("a\u2028b", "a\\u2028b"),
        ("全角\u3000空格\u00a0", "全角\u3000空格\u00a0"),
        ("试驾🚗", "试驾🚗"),
        ("\ue000", "\ue000"),
        ("🚗\n", "🚗\\n"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("", ""),
    ],
)
def test_printable(written: str, shown: str) -> None:
    assert printable(written) == shown


def test_a_name_can_do_nothing_to_the_screen() -> None:
    name = "销量\x1b[2J\n\u202e"
    assert text(say("there is no target {name}", name=[name]), "zh") == "没有指标“销量\\x1b[2J\\n\\u202e”"
