"""Units of formulas: what is kept, what becomes a share, what is refused, what nobody knows."""

import pytest

from dealerplan.domain import formula as formulas
from dealerplan.domain.formula import Formula
from dealerplan.domain.formula_unit import doubts, is_share, is_share_of_like, misfit, unit_of
from dealerplan.domain.plan import Measure
from dealerplan.domain.unit import read_unit

UNITS = {
    "yuan": "元", "wan": "万元", "usd": "USD", "kusd": "k USD", "cars": "台", "units": "辆", "wancars": "万辆",
    "orders": "单", "hours": "小时", "days_off": "天", "kg": "kg", "litres": "升", "score": "分", "rate": "%",
    "odd": "甲乙", "per_car": "元/台", "none": None, "nothing": None,
}  # fmt: skip
MEASURES = {id: Measure(id, id, read_unit(unit) if unit else None) for id, unit in UNITS.items()}
WORDS = formulas.Vocabulary({id: id for id in UNITS})


def read(text: str) -> Formula:
    return formulas.parse(text, WORDS)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("wan", "万元"),
        ("wan - wan * 2", "万元"),
        ("wan * 0.13", "万元"),
        ("wan * 10000 + yuan", "元"),
        ("yuan / 10000 + wan", "万元"),
        ("wan / cars", "万元/台"),
        ("wan / (2 * cars)", "万元/台"),
        ("wan / months", "万元/月"),
        ("kusd / open_days", "k USD/day"),
        ("cars / days", "台/天"),
        ("rate / months", None),
        ("wan / months * 3", None),
        ("wan / open_days / cars", None),
        ("cars / orders", "台/单"),
        ("wan * rate", "万元"),
        ("wan / rate", "万元"),
        ("wan * (cars / units)", "万元"),
        ("wan / (1 - cars / units)", "万元"),
        # another scale, and none can tell its name
        ("wan * 10000", None),
        ("wan * 10000 / cars", None),
        ("yuan / 10000", None),
        # nothing is known
        ("cars * orders", None),
        ("cars + orders", None),
        ("none", None),
        ("none / cars", None),
        ("1 / cars", None),
        ("1 / (cars / units)", None),
        ("cars * months", None),
        ("cars / units", None),
        ("per_car / cars", None),
        ("cars / units * months", None),
        ("days", None),
        ("days / open_days", None),
    ],
)
def test_unit(text: str, unit: str | None) -> None:
    found = unit_of(read(text), MEASURES)
    assert (found and str(found)) == unit
    assert misfit(read(text), MEASURES) is None


@pytest.mark.parametrize(
    "text",
    [
        "cars / units", "(cars - units) / cars", "1 - cars / units", "cars / units + cars / units", "rate",
        "rate - rate", "yuan / (wan * 10000)", "yuan / wan / 10000", "yuan / 10000 / wan", "none / nothing",
        "1 - none / nothing", "(cars / months) / (units / months)",
    ],
)  # fmt: skip
def test_shares(text: str) -> None:
    assert is_share(read(text), MEASURES)
    assert misfit(read(text), MEASURES) is None


@pytest.mark.parametrize(
    "text",
    ["cars / units * 100", "none * 100 / nothing", "cars / orders", "cars", "yuan / wan", "cars / units * months"],
)
def test_no_shares(text: str) -> None:
    assert not is_share(read(text), MEASURES)


@pytest.mark.parametrize(
    ("text", "alike"),
    [("cars / units", True), ("yuan / (wan * 10000)", True), ("1 - cars / units", False), ("none / nothing", False)],
)
def test_shown_as_percentages_of_themselves(text: str, alike: bool) -> None:
    assert is_share_of_like(read(text), MEASURES) is alike


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("yuan + wan", "write wan * 10000, or give both one unit"),
        ("wan - yuan", "write yuan / 10000, or give both one unit"),
        ("yuan * 10000 + wan", "write wan * 100000000, or give both one unit"),
        ("yuan / wan", "write wan * 10000, or give both one unit"),
        ("1 - yuan / wan", "write wan * 10000, or give both one unit"),
        ("yuan / wan * 100", "write wan * 10000, or give both one unit"),
        ("(yuan / wan) / (cars / units)", "write wan * 10000, or give both one unit"),
        ("wan + yuan / 1.13", "write yuan / 1.13 / 10000, or give both one unit"),
        ("wan / (yuan / months)", "write yuan / months / 10000, or give both one unit"),
        ("wan / months / yuan", "write yuan / 10000, or give both one unit"),
        ("(cars / units) * (yuan / wan)", "write wan * 10000, or give both one unit"),
        ("yuan / 3 / wan", "write wan * 10000, or give both one unit"),
        ("yuan * 10000 / wan", "write wan * 100000000, or give both one unit"),
        ("usd / kusd", "write kusd * 1000, or give both one unit"),
        ("wancars / cars", "write cars / 10000, or give both one unit"),
        ("usd + yuan", "make a target of each currency"),
        ("usd / yuan", "make a target of each currency"),
    ],
)
def test_misfits(text: str, hint: str) -> None:
    found = misfit(read(text), MEASURES)
    assert found is not None
    assert str(found.hint) == hint


@pytest.mark.parametrize(
    "text",
    [
        "yuan + cars", "kg + hours", "kg - litres", "hours + days_off", "rate + yuan", "score + cars", "per_car + yuan",
        "orders / (yuan + cars)",
    ],
)  # fmt: skip
def test_doubts(text: str) -> None:
    assert misfit(read(text), MEASURES) is None
    assert len(doubts(read(text), MEASURES)) == 1


TRUSTED = [
    "cars + orders", "wan + yuan / 5000", "wan / (yuan / months / 10000)", "odd + cars", "cars + none",
    "yuan + 0.5 * cars", "usd * 7.1 + yuan", "usd * 7.1 / yuan", "cars + months", "cars / units + wan",
    "cars / units / (wan / wan)", "cars / units / wan", "wan / months / (yuan / orders)",
]  # fmt: skip


@pytest.mark.parametrize("text", TRUSTED)
def test_trusted(text: str) -> None:
    assert misfit(read(text), MEASURES) is None
    assert not doubts(read(text), MEASURES)


def test_what_is_refused_has_no_unit_and_is_no_share() -> None:
    assert unit_of(read("usd + yuan"), MEASURES) is None
    assert not is_share(read("usd + yuan"), MEASURES)
