"""Charts in HTML: round numbers at the axis, gaps where nothing is known, everything inside the picture."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.domain.shown import Amount, Percent
from dealerplan.domain.unit import read_unit
from dealerplan.render.html.svg import HEIGHT, WIDTH, svg
from dealerplan.render.ticks import ticks
from dealerplan.view.document import Chart, Series
from dealerplan.words import text

amounts = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6)


def chart(*points: str | None, shape: str = "lines", role: str = "actual") -> Chart:
    known = [None if point is None else Amount(Fraction(point)) for point in points]
    labels = [f"2026-{index:02}" for index in range(1, len(points) + 1)]
    series = Series("x", known, "owed" if role == "owed" else "actual")
    return Chart("t", labels, [series], "months" if shape == "months" else "lines")


def drawn(picture: str, element: str) -> list[dict[str, str]]:
    return [dict(one.attrib) for one in ElementTree.fromstring(picture).iter(element)]


@pytest.mark.parametrize(
    ("shape", "values", "numbers"),
    [
        ("lines", "0 1", "0 1"),
        ("lines", "0.5 1", "0 0.2 0.4 0.6 0.8 1"),
        ("lines", "0 4", "0 1 2 3 4"),
        ("lines", "1450000 4376300", "0 1,000,000 2,000,000 3,000,000 4,000,000 5,000,000"),
        ("lines", "92.5 93.5", "92.4 92.6 92.8 93 93.2 93.4 93.6"),
        ("lines", "1320 1500", "1,300 1,350 1,400 1,450 1,500"),
        ("months", "1320 1500", "0 500 1,000 1,500"),
        ("lines", "-5 5", "-6 -4 -2 0 2 4 6"),
        ("lines", "0 0", "0 1"),
        ("lines", "7 7", "6 8"),
        ("months", "-3", "-3 -2 -1 0"),
    ],
)
def test_numbers_at_the_axis(shape: str, values: str, numbers: str) -> None:
    points = values.split()
    found = ticks(chart(*points, shape=shape), [Fraction(point) for point in points])
    assert " ".join(text(Amount(tick, thresholds=(tick,)), "en") for tick in found) == numbers


@given(values=st.lists(amounts, min_size=1, max_size=12), shape=st.sampled_from(["lines", "months"]))
def test_numbers_at_the_axis_hold_every_value(values: list[Fraction], shape: str) -> None:
    found = ticks(chart(*map(str, values), shape=shape), values)
    assert 2 <= len(found) <= 8
    assert found[0] <= min(values) <= max(values) <= found[-1]
    assert len({high - low for low, high in pairwise(found)}) == 1


@given(
    points=st.lists(st.none() | amounts, min_size=1, max_size=24),
    shape=st.sampled_from(["lines", "months"]),
    role=st.sampled_from(["actual", "owed"]),
)
def test_everything_stands_inside_the_picture(points: list[Fraction | None], shape: str, role: str) -> None:
    picture = svg(
        chart(*(None if point is None else str(point) for point in points), shape=shape, role=role), "zh", "c"
    )
    if all(point is None for point in points):
        assert picture == ""
        return
    for name, most in (("x", WIDTH), ("y", HEIGHT)):
        places = re.findall(rf' c?{name}[12]?="([^"]+)"', picture)
        assert all(0 <= float(place) <= most for place in places)


def test_what_is_not_known_is_a_gap() -> None:
    picture = svg(chart("1", "2", None, "4", None, None), "en", "c")
    assert [len(line["points"].split()) for line in drawn(picture, "polyline")] == [2, 1]
    assert len(drawn(picture, "circle")) == 3
    assert len([box for box in drawn(svg(chart("1", None, "0", shape="months"), "en", "c"), "rect") if "y" in box]) == 3


@pytest.mark.parametrize(("shape", "on_top"), [("lines", "actual"), ("months", "owed")])
def test_a_goal_is_hidden_by_no_bar(shape: str, on_top: str) -> None:
    both = [*chart("1", "2").series, *chart("1", "1", role="owed").series]
    picture = svg(chart("1", "2", shape=shape)._replace(series=both), "en", "c").partition(" value ")[0]
    order = re.findall(r'<(?:polyline|rect|circle) class="(actual|owed)"', picture)
    assert order[-1] == on_top


def test_the_last_value_is_written() -> None:
    last = [one.text for one in ElementTree.fromstring(svg(chart("1", "2.5", None), "en", "c")).iter("text")]
    assert "2.5" in last


def test_last_values_stand_apart() -> None:
    near = [
        Series("a", [Amount(Fraction(102))], "actual"),
        Series("b", [Amount(Fraction(101))], "owed"),
        Series("c", [Amount(Fraction(102))], "actual"),
    ]
    picture = svg(Chart("t", ["1"], near), "en", "c")
    heights = [float(one["y"]) for one in drawn(picture, "text") if "value" in one.get("class", "")]
    assert all(abs(one - other) > 12 for index, one in enumerate(heights) for other in heights[:index])
    assert len([one for one in drawn(picture, "line") if one["class"] == "leader"]) == len(heights) - 1


def test_a_last_value_hides_no_other() -> None:
    """It stands to the right of its line, at the height of its end; what is owed is told by the legend."""
    series = [
        Series("实际", [Amount(Fraction(1)), Amount(Fraction(1793600), read_unit("元"))], "actual"),
        Series("应达", [Amount(Fraction(1)), Amount(Fraction(1900000), read_unit("元"))], "owed"),
    ]
    picture = svg(Chart("t", ["1", "2"], series), "zh", "c")
    (value,) = [one for one in ElementTree.fromstring(picture).iter("text") if "value" in one.get("class", "")]
    end = [one for one in drawn(picture, "circle") if one["class"] == "actual"][-1]
    assert value.text == "179.36万"
    assert float(value.attrib["x"]) > float(end["cx"]) + 3
    assert abs(float(value.attrib["y"]) - 4 - float(end["cy"])) < 0.2
    assert "应达：190万" in [one.text for one in ElementTree.fromstring(picture).iter("text")]


def test_a_picture_is_told_in_words() -> None:
    points = [Percent(Fraction(1, 4)), None]
    picture = svg(Chart("返修率 <b>", ["2026-01", "2026-02"], [Series("实际", points, "actual")]), "zh", "c7")
    root = ElementTree.fromstring(picture)
    assert [one.text for one in root[:2]] == ["返修率 <b>", "实际：25.0%、-"]
    assert [one.get("id") for one in root[:2]] == str(root.get("aria-labelledby")).split()


def test_long_labels_are_thinned() -> None:
    labels = [f"{2026 + month // 12}-{month % 12 + 1:02}" for month in range(6, 18)]
    series = Series("x", [Amount(Fraction(1))] * 12, "owed")
    written = [one.text for one in ElementTree.fromstring(svg(Chart("t", labels, [series]), "en", "c")).iter("text")]
    shown = [label for label in labels if label in written]
    assert 3 <= len(shown) <= 6
    assert shown[0] == labels[0]


def amounts_of(points: str) -> list[Amount | None]:
    return [None if point == "-" else Amount(Fraction(point), read_unit("元")) for point in points.split()]


ALL = Chart(
    "t",
    [f"2026-{month:02}" for month in range(1, 7)],
    [
        Series("完成", amounts_of("10000 20000 30000 - - -"), "actual"),
        Series("计划", amounts_of("20000 20000 20000 20000 30000 30000"), "owed"),
        Series("同比", amounts_of("15000 15000 15000 15000 15000 15000"), "last_year"),
        Series("低", amounts_of("- - 30000 - - 60000"), "landing"),
        Series("中", amounts_of("- - 30000 - - 90000"), "landing"),
        Series("高", amounts_of("- - 30000 - - 120000"), "landing"),
        Series("目标", amounts_of("100000 100000 100000 100000 100000 100000"), "goal"),
        Series("没有", amounts_of("- - - - - -"), "last_year"),
    ],
    "months",
)


def test_months_are_bars_before_last_years_with_what_is_owed_in_steps() -> None:
    picture = svg(ALL, "zh", "c")
    kinds = re.findall(r'<(?:rect|polyline|polygon) class="(\w+)"', picture)
    assert kinds[:-2] == ["fan", *["last_year"] * 6, *["landing"] * 3, *["actual"] * 3, "halo", "owed", "goal"]
    (owed,) = [line["points"].split() for line in drawn(picture, "polyline") if line["class"] == "owed"]
    heights = [float(place.partition(",")[2]) for place in owed]
    assert len(owed) == 12
    assert heights[:8] == [heights[0]] * 8 > heights[8:]
    (before, *_), (now, *_) = ([box for box in drawn(picture, "rect") if box.get("class") == role and "x" in box]
                               for role in ("last_year", "actual"))  # fmt: skip
    assert float(before["x"]) < float(now["x"])
    assert float(before["width"]) > float(now["width"])


def test_a_legend_names_what_is_drawn_on_as_many_lines_as_it_takes() -> None:
    picture = svg(ALL, "zh", "c")
    named = [
        one for one in ElementTree.fromstring(picture).iter("text") if one.text and float(one.attrib["y"]) > HEIGHT - 10
    ]
    assert [one.text for one in named] == ["完成", "计划：3万", "同比", "低：6万", "中：9万", "高：12万", "目标：10万"]
    assert len({one.attrib["y"] for one in named}) == 2
    assert all(float(one.attrib["x"]) < WIDTH - 20 for one in named)
    assert f'viewBox="0 0 {WIDTH} {HEIGHT + 16}"' in picture


def test_where_the_year_lands_is_a_fan_with_its_middle_written() -> None:
    picture = svg(ALL._replace(shape="lines"), "zh", "c")
    (fan,) = [one["points"].split() for one in drawn(picture, "polygon")]
    assert len(fan) == 8
    assert fan[0] == fan[-1], "it opens at the last actual point"
    values = [one.text for one in ElementTree.fromstring(picture).iter("text") if "value" in one.get("class", "")]
    assert values == ["9万", "3万"]
    alone = ALL._replace(series=[*ALL.series[:3], ALL.series[4]])
    assert drawn(svg(alone, "zh", "c"), "polygon") == []
