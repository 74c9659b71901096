"""Formulas: what may be written, what it means, what kind of figure it makes."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dealerplan.domain.formula import (
    DEEPEST,
    MOST_FACTORS,
    MOST_TERMS,
    MOST_TOGETHER,
    Formula,
    Name,
    Number,
    Operation,
    Operator,
    Unknown,
    Vocabulary,
    factors,
    measures_of,
    names,
    parse,
    quotient,
    value_of,
    weights,
    written,
)
from dealerplan.errors import Invalid
from tests.domain.texts import near

WORDS = Vocabulary(
    {
        word: word
        for word in ("a", "b", "c", "sold.城东", "sold", "new-cars", "A/B类 车", "2号店", "（新）车", "5", "返修台次")
    }
    | {"返修": "返修台次", "return rate": "c", "ＶＩＰ客户": "vip"}
)
VALUES = {"a": Fraction(7), "b": Fraction(2), "c": Fraction(3), "open_days": Fraction(250), "sold": Fraction(5),
          "sold.城东": Fraction(11), "new-cars": Fraction(13), "A/B类 车": Fraction(17), "2号店": Fraction(19),
          "返修台次": Fraction(23), "vip": Fraction(29), "（新）车": Fraction(31),
          "days": Fraction(365), "months": Fraction(12)}  # fmt: skip


def value(text: str) -> Fraction | None:
    return value_of(parse(text, WORDS), VALUES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", 7),
        ("a + b * c", 13),
        ("(a + b) * c", 27),
        ("a - b - c", 2),
        ("a - (b - c)", 8),
        ("a / b / c", Fraction(7, 6)),
        ("a / (b / c)", Fraction(21, 2)),
        ("a / b * c", Fraction(21, 2)),
        ("a * b / c", Fraction(14, 3)),
        ("-a + b", -5),
        ("-a * b", -14),
        ("a * -b", -14),
        ("a - -b", 9),
        ("--a", 7),
        ("+a", 7),
        ("-(a + b)", -9),
        ("a/b", Fraction(7, 2)),
        ("  a\n+\tb  ", 9),
        ("a * 50%", Fraction(7, 2)),
        ("a + 0.1", Fraction(71, 10)),
        ("a + 1,200万", 12_000_007),
        ("a * 2 万", 140_000),
        ("a * 1/3", Fraction(7, 3)),
        ("a / 3 * 3", 7),  # exact on the way
        ("a / open_days", Fraction(7, 250)),
        ("a / days + a / months", Fraction(7, 365) + Fraction(7, 12)),
        # full-width signs and spaces, and those of arithmetic
        ("（ａ＋ｂ）＊ｃ", 27),
        ("（a　＋　b） × c ÷ 2", Fraction(27, 2)),
        ("a − b", 5),
        # names: any script, members, hyphens, spaces, signs, a digit first
        ("返修台次 / a", Fraction(23, 7)),
        ("返修/a", Fraction(23, 7)),
        ("sold.城东 - sold", 6),
        ("new-cars - a", 6),
        ("return rate + a", 10),
        ("A/B类 车 + a", 24),
        ("2号店 * 2", 38),
        ("(新)车 / （（新）车 - 30）", 31),
        ("VIP客户 + ＶＩＰ客户", 58),
        ("5 * a", 35),  # a name must have a letter
    ],
)
def test_value(text: str, expected: Fraction) -> None:
    assert value(text) == expected


@pytest.mark.parametrize("text", ["a / 0", "a / (b - b)", "(a / 0) + b", "b - a / 0", "0 * (a / 0)"])
def test_division_by_zero_is_no_value(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("", "the formula ends too early", 0),
        ("  ", "the formula ends too early", 2),
        ("a +", "the formula ends too early", 3),
        ("(", "the formula ends too early", 1),
        ("a + (b * c", "this parenthesis is not closed", 4),
        ("((a)", "this parenthesis is not closed", 0),
        ("(a b)", "an operator is missing before b", 3),
        ("a + b)", "no parenthesis is open here", 5),
        ("()", ") can't stand here", 1),
        ("* a", "* can't stand here", 0),
        ("a * / b", "/ can't stand here", 4),
        ("a // b", "// can't stand here", 2),
        ("a b", "an operator is missing before b", 2),
        ("2 a", "an operator is missing before a", 2),
        ("2 (a)", "an operator is missing before (", 2),
        ("a 2", "an operator is missing before 2", 2),
        ("a * 1e9", "an operator is missing before e9", 5),
        ("a ** 2", "formulas raise nothing to powers", 2),
        ("a ^ 2", "formulas raise nothing to powers", 2),
        ("a + ** b", "formulas raise nothing to powers", 4),
        ("sum(a)", "formulas call no functions", 3),
        ("a (b)", "formulas call no functions", 1),
        ("a[0]", "formulas have no indexes", 1),
        ("a, b", ", can't stand here", 1),
        ("a > b", "> can't stand here", 2),
        ("a = b", "= can't stand here", 2),
        ("'a'", "' can't stand here", 0),
        ("a + .", ". can't stand here", 4),
        ("a + %", "% can't stand here", 4),
        ("a + 1.2.3", ".3 can't stand here", 7),
        ("a; b", "; can't stand here", 1),
        ("a * " + "9" * 25, "9" * 25 + "… has more than 24 digits", 4),
    ],
)
def test_refuses(text: str, message: str, offset: int) -> None:
    with pytest.raises(Invalid) as caught:
        parse(text, WORDS)
    assert (str(caught.value.message), caught.value.offset) == (message, offset)
    assert caught.value.hint is not None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("x", {"x": 0}),
        ("a / x", {"x": 4}),
        ("x / (y + a) - x", {"x": 0, "y": 5}),
        ("sold.城南", {"sold.城南": 0}),
        ("a.b", {"a.b": 0}),
        ("ab", {"ab": 0}),
        ("Open_days", {"Open_days": 0}),
        ("（ａ ＋ 返修率）", {"返修率": 5}),
    ],
)
def test_unknown_names(text: str, places: dict[str, int]) -> None:
    with pytest.raises(Unknown) as caught:
        parse(text, WORDS)
    assert caught.value.places == places
    assert caught.value.offset == min(places.values())


def test_the_syntax_is_complained_of_first() -> None:
    with pytest.raises(Invalid, match="ends too early"):
        parse("x +", WORDS)


def test_a_formula_without_measures_can_be_read() -> None:
    assert measures_of(parse("open_days / 2", Vocabulary({}))) == ()


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1000 + "a" + ")" * 1000,
        "-" * 1000 + "a",
        "a+" * 1000 + "a",
        "a*" * 1000 + "a",
        "(" * 100_000,
        "(a+" * 100_000,
    ],
    ids=["brackets", "signs", "sum", "product", "open", "open sums"],
)
def test_limits(text: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(Invalid, match="too long or too deeply nested"):
        parse(text, WORDS)
    assert time.perf_counter() - begun < 1


def test_within_the_limits() -> None:
    assert value("+".join(["a"] * MOST_TERMS)) == 7 * MOST_TERMS
    depth = DEEPEST - 1
    assert value("(" * depth + "a" + ")" * depth) == 7
    assert value("/".join(["a"] * MOST_FACTORS)) == Fraction(1, 7 ** (MOST_FACTORS - 2))
    assert value("+".join(["a/a"] * (MOST_TOGETHER // 2))) == MOST_TOGETHER // 2
    for text in ("*".join(["a"] * (MOST_FACTORS + 1)), "+".join(["a/a"] * (MOST_TOGETHER // 2 + 1))):
        with pytest.raises(Invalid, match="multiplies and divides more than"):
            value(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", {"a": 1}),
        ("a + b", {"a": 1, "b": 1}),
        ("a - 2 * b", {"a": 1, "b": -2}),
        ("a + a", {"a": 2}),
        ("-a", {"a": -1}),
        ("(a + b) / 2", {"a": Fraction(1, 2), "b": Fraction(1, 2)}),
        ("2 * (a + 3 * b)", {"a": 2, "b": 6}),
        ("a * 0.5", {"a": Fraction(1, 2)}),
        ("a * (1 + 1)", {"a": 2}),
        ("a + 5 - 5", {"a": 1}),
        # and what is no weighted sum
        ("5", None),
        ("a + 5", None),
        ("a * b", None),
        ("a / b", None),
        ("a / b + c", None),
        ("2 / a", None),
        ("a / 0", None),
        ("a / (1 - 1)", None),
        ("a / open_days", None),
        ("a + open_days", None),
        ("2 * open_days", None),
    ],
)
def test_weights(text: str, expected: dict[str, Fraction] | None) -> None:
    assert weights(parse(text, WORDS)) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a / b", ("a", "b", 1)),
        ("(a + b) / (2 * c)", ("a + b", "c", Fraction(1, 2))),
        ("2 * a / b", ("a", "b", 2)),
        ("a * 100 / b", ("a", "b", 100)),
        ("a / b * 100", ("a", "b", 100)),
        ("100 * (a / b)", ("a", "b", 100)),
        ("100 / b * a", ("a", "b", 100)),
        ("a / b / 100", ("a", "b", Fraction(1, 100))),
        ("a / (b / 1000)", ("a", "b", 1000)),
        ("(a - b) * 50% / (c * (3 - 1))", ("a - b", "c", Fraction(1, 4))),
        ("(a + 2 * b) / c", ("a + 2 * b", "c", 1)),
        ("-a / b", ("-a", "b", 1)),
        ("a", None),
        ("a + b", None),
        ("a / 2", None),
        ("2 / a", None),
        ("a * b", None),
        ("a / b / c", None),
        ("a / open_days", None),
        ("a / (b / c)", None),
        ("1 / (b / a)", None),  # nothing where a is 0, and a / b is 0 then
        ("a / b * 0", None),
        ("a / (b * 0)", None),
        ("a / b + c / b", None),
        ("a / b + 1", None),
    ],
)
def test_quotient(text: str, parts: tuple[str, str, Fraction] | None) -> None:
    found = quotient(parse(text, WORDS))
    assert (found and (written(found.above), written(found.below), found.factor)) == parts


def test_names_and_measures() -> None:
    tree = parse("b / open_days + a * b - 2", WORDS)
    assert list(names(tree)) == ["b", "open_days", "a", "b"]
    assert measures_of(tree) == ("b", "a")


@pytest.mark.parametrize(
    ("text", "text_again"),
    [
        ("a+b", "a + b"),
        ("((a))", "a"),
        ("a - (b + c)", "a - (b + c)"),
        ("a + (b - c)", "a + b - c"),
        ("(a + b) * c", "(a + b) * c"),
        ("a / (b * c)", "a / (b * c)"),
        ("-(a + b)", "-(a + b)"),
        ("a * -b", "a * (-b)"),
        ("a * 50%", "a * 0.5"),
        ("a / 50%", "a / 0.5"),
        ("a * 1万", "a * 10000"),
        ("返修 ÷ a", "返修台次 / a"),
    ],
)
def test_written(text: str, text_again: str) -> None:
    assert written(parse(text, WORDS)) == text_again


@given(
    near("a / b", "(a + b) * 50%", "返修台次 / new-cars", "sold.城东 - 1,200万", "-a * (b - c)", "2号店 / open_days")
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_formula_or_invalid(text: str) -> None:
    try:
        tree = parse(text, WORDS)
    except Invalid as error:
        place = error.offset
    else:
        place = 0
        value_of(tree, VALUES)
        weights(tree)
        quotient(tree)
    assert 0 <= place <= len(text)


operators: st.SearchStrategy[Operator] = st.sampled_from(["+", "-", "*", "/"])
leaves: st.SearchStrategy[Formula] = st.one_of(
    st.sampled_from(["a", "b", "c", "open_days", "sold.城东"]).map(Name),
    st.integers(0, 10**6).map(lambda number: Number(Fraction(number, 1000))),
)
trees: st.SearchStrategy[Formula] = st.recursive(
    leaves, lambda below: st.builds(Operation, operators, below, below), max_leaves=12
)


def may_be_written(tree: Formula) -> bool:
    return all(number <= most for number, most in zip(factors(tree), (MOST_FACTORS, MOST_TOGETHER), strict=True))


@given(trees.filter(may_be_written))
@example(parse("a * (a * a) * (a / a) * 2", WORDS))
def test_written_means_the_same(tree: Formula) -> None:
    again = parse(written(tree), WORDS)
    assert written(again) == written(tree)
    assert value_of(again, VALUES) == value_of(tree, VALUES)
    assert measures_of(again) == measures_of(tree)


@given(trees)
def test_a_quotient_gives_the_value(tree: Formula) -> None:
    found = quotient(tree)
    if found is not None:
        above, below = (value_of(part, VALUES) for part in (found.above, found.below))
        assert above is not None
        assert value_of(tree, VALUES) == (found.factor * above / below if below else None)


@given(trees)
def test_weights_give_the_value(tree: Formula) -> None:
    found = weights(tree)
    if found is not None:
        assert value_of(tree, VALUES) == sum(weight * VALUES[name] for name, weight in found.items())
