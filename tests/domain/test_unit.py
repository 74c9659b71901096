"""What a unit is read as, what a typed number under it means, and what of it is refused: a specification in tables."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealerplan.domain.amount import Ambiguous, read_amount
from dealerplan.domain.symbols import CURRENCIES, SCALES
from dealerplan.domain.unit import Unit, factor, read_unit, same
from dealerplan.errors import Invalid
from tests.domain.texts import anything

UNITS = [
    # money, scaled or not; 2 decimals
    ("元", "money", "CNY", 1, 2), ("人民币", "money", "CNY", 1, 2), ("¥", "money", "CNY", 1, 2),
    ("￥", "money", "CNY", 1, 2), ("RMB", "money", "CNY", 1, 2), ("cny", "money", "CNY", 1, 2),
    ("yuan", "money", "CNY", 1, 2), ("人民币元", "money", "CNY", 1, 2), ("元人民币", "money", "CNY", 1, 2),
    ("万元", "money", "CNY", 10**4, 2), ("千元", "money", "CNY", 1000, 2), ("百万", "quantity", "", 10**6, 0),
    ("百万元", "money", "CNY", 10**6, 2), ("亿元", "money", "CNY", 10**8, 2),
    ("人民币万元", "money", "CNY", 10**4, 2),
    ("萬元", "money", "CNY", 10**4, 2), ("仟元", "money", "CNY", 1000, 2), ("億元", "money", "CNY", 10**8, 2),
    ("拾萬元", "money", "CNY", 10**5, 2), ("佰元", "money", "CNY", 100, 2), ("十元", "money", "CNY", 10, 2),
    ("人民幣仟元", "money", "CNY", 1000, 2),
    ("万元人民币", "money", "CNY", 10**4, 2), ("万美元", "money", "USD", 10**4, 2),
    ("RMB'000", "money", "CNY", 1000, 2),
    ("CNY '000", "money", "CNY", 1000, 2), ("CNY ’000s", "money", "CNY", 1000, 2),
    ("CNY 000s", "money", "CNY", 1000, 2),
    ("USD", "money", "USD", 1, 2), ("$", "money", "USD", 1, 2), ("US$", "money", "USD", 1, 2),
    ("美元", "money", "USD", 1, 2), ("dollars", "money", "USD", 1, 2), ("US dollars", "money", "USD", 1, 2),
    ("k USD", "money", "USD", 1000, 2), ("USD k", "money", "USD", 1000, 2), ("kUSD", "money", "USD", 1000, 2),
    ("USDk", "money", "USD", 1000, 2), ("$k", "money", "USD", 1000, 2), ("k$", "money", "USD", 1000, 2),
    ("USD million", "money", "USD", 10**6, 2), ("USD mn", "money", "USD", 10**6, 2),
    ("USD m", "money", "USD", 10**6, 2),
    ("thousands of CNY", "money", "CNY", 1000, 2), ("thousand USD", "money", "USD", 1000, 2),
    ("in EUR million", "money", "EUR", 10**6, 2), ("bn EUR", "money", "EUR", 10**9, 2), ("€", "money", "EUR", 1, 2),
    ("港币", "money", "HKD", 1, 2), ("HK$", "money", "HKD", 1, 2), ("日元", "money", "JPY", 1, 2),
    ("RM", "money", "MYR", 1, 2), ("₹", "money", "INR", 1, 2), ("泰铢", "money", "THB", 1, 2),
    # things; scaled ones have as many decimals as reach one thing
    ("台", "things", "台", 1, 0), ("辆", "things", "台", 1, 0), ("台次", "things", "台", 1, 0),
    ("vehicles", "things", "台", 1, 0), ("万辆", "things", "台", 10**4, 4), ("千台", "things", "台", 1000, 3),
    ("萬輛", "things", "台", 10**4, 4), ("臺", "things", "台", 1, 0),
    ("k vehicles", "things", "台", 1000, 3), ("thousand cars", "things", "台", 1000, 3),
    ("cars (thousand)", "things", "台", 1000, 3), ("m vehicles", "things", "台", 10**6, 6),
    ("万人次", "things", "人次", 10**4, 4), ("起", "things", "起", 1, 0), ("元件", "things", "元件", 1, 0),
    ("orders", "things", "单", 1, 0), ("work orders", "things", "工单", 1, 0),
    # shares, scores, time
    ("%", "share", "%", 1, 0), ("％", "share", "%", 1, 0), ("percent", "share", "%", 1, 0),
    ("per cent", "share", "%", 1, 0), ("‰", "share", "%", Fraction(1, 10), 0),
    ("分", "score", "分", 1, 0), ("points", "score", "分", 1, 0), ("小时", "time", "小时", 1, 0),
    ("days", "time", "天", 1, 0),
    # anything else
    ("升", "quantity", "升", 1, 0), ("L", "quantity", "升", 1, 0), ("公里", "quantity", "公里", 1, 0),
    ("km", "quantity", "公里", 1, 0), ("kg", "quantity", "公斤", 1, 0), ("千克", "quantity", "公斤", 1, 0),
    ("kWh", "quantity", "度", 1, 0), ("万公里", "quantity", "公里", 10**4, 0), ("m", "quantity", "米", 1, 0),
    ("k", "quantity", "", 1000, 0), ("M", "quantity", "", 10**6, 0), ("万", "quantity", "", 10**4, 0),
    ("bays-in-use", "quantity", "bays-in-use", 1, 0), ("元宝", "quantity", "元宝", 1, 0),
]  # fmt: skip


def test_none_is_the_same_as_none_alone() -> None:
    assert same(None, None)
    assert not same(None, read_unit("元"))


@pytest.mark.parametrize(("text", "kind", "base", "scale", "places"), UNITS, ids=[unit[0] for unit in UNITS])
def test_units(text: str, kind: str, base: str, scale: int, places: int) -> None:
    unit = read_unit(text)
    found: tuple[object, ...] = (unit.kind, unit.base, unit.scale, unit.per, unit.places)
    assert found == (kind, base, scale, None, places)
    assert str(unit) == text


@pytest.mark.parametrize(
    ("text", "kind", "base", "scale", "below"),
    [
        ("元/台", "money", "CNY", 1, "台"),
        ("万元／台", "money", "CNY", 10**4, "台"),
        ("CNY per vehicle", "money", "CNY", 1, "台"),
        ("台/天", "things", "台", 1, "天"),
        ("km/h", "quantity", "公里", 1, "小时"),
        ("kWh / 万公里", "quantity", "度", 1, "公里"),
    ],
)
def test_units_with_a_divisor(text: str, kind: str, base: str, scale: int, below: str) -> None:
    unit = read_unit(text)
    assert unit.per is not None
    found: tuple[object, ...] = (unit.kind, unit.base, unit.scale, unit.per.base, str(unit))
    assert found == (kind, base, scale, below, text)


@pytest.mark.parametrize(
    "text",
    ["w", "W", "w元", "W RMB", "10K", "10k USD", "1000元", "10万元", "元美元", "USD CNY", "千万 万元", "k '000 USD",
     "元(含税)", "万元（不含税）", "万%", "", " ", "7"],
)  # fmt: skip
def test_what_is_no_unit(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_unit(text)
    assert "write it like" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("scale", "currency", "text"),
    [("k", "CNY", "k CNY"), ("万", "元", "万元"), ("000s", "USD", "000s USD"), ("million", "美元", "million 美元")],
)
def test_a_scale_alone_is_of_the_plans_currency(scale: str, currency: str, text: str) -> None:
    unit = read_unit(scale, read_unit(currency))
    assert (unit.kind, str(unit)) == ("money", text)
    assert same(unit, read_unit(text))


@pytest.mark.parametrize(
    ("written", "own", "times"),
    [
        ("元", "RMB", 1), ("万元", "元", 10**4), ("元", "万元", Fraction(1, 10**4)),
        ("k CNY", "万元", Fraction(1, 10)),
        ("$", "元", None), ("元", "台", None), ("辆", "台次", 1), ("万辆", "台", 10**4), ("人", "台", None),
        ("‰", "%", Fraction(1, 10)), ("%", "元", None), ("元/台", "万元/辆", Fraction(1, 10**4)),
        ("元/台", "元", None),
        ("元/台", "元/人", None), ("元/台", "元/万台", 10**4), ("升", "公里", None), ("k", "CNY", None),
    ],
)  # fmt: skip
def test_factors(written: str, own: str, times: Fraction | None) -> None:
    assert factor(read_unit(written), read_unit(own)) == times


READ = [
    ("元", "58.6万", 586_000), ("元", "58.6萬", 586_000), ("元", "586仟元", 586_000), ("仟元", "58.6萬元", 586),
    ("元", "58.6万元", 586_000), ("元", "586000", 586_000), ("元", "586,000元", 586_000),
    ("元", "¥586000", 586_000), ("元", "￥586,000", 586_000), ("元", "RMB 586000", 586_000),
    ("元", "人民币58.6万", 586_000),
    ("元", "58.6w", 586_000), ("元", "58.6 W", 586_000), ("元", "58.6w元", 586_000), ("元", "586k", 586_000),
    ("元", "586K", 586_000), ("元", "5.86亿", 586 * 10**6), ("元", "3.2 million", 3_200_000),
    ("元", "3.2m", 3_200_000),
    ("元", "3.2M", 3_200_000), ("元", "1.2bn", 1_200_000_000), ("元", "586 thousand", 586_000),
    ("元", "-58.6万", -586_000),
    ("元", "-¥58.6", Fraction(-586, 10)), ("元", "¥-58.6", Fraction(-586, 10)), ("元", "５８．６万元", 586_000),
    ("CNY", "58.6万元", 586_000), ("RMB", "586,000 yuan", 586_000), ("元", "5 million RMB", 5_000_000),
    ("万元", "58.6", Fraction(586, 10)), ("万元", "58.6万元", Fraction(586, 10)),
    ("万元", "586,000元", Fraction(586, 10)),
    ("万元", "¥58.6万", Fraction(586, 10)), ("万元", "586k RMB", Fraction(586, 10)),
    ("万元", "58.6 万 元", Fraction(586, 10)),
    ("万元", "1.2亿元", 12_000), ("人民币万元", "1200万元", 1200), ("千元", "58.6万元", 586),
    ("USD", "$4,000", 4000), ("USD", "US$4,000", 4000), ("USD", "4k USD", 4000), ("USD", "3.2 million", 3_200_000),
    ("USD", "USD 1.2bn", 1_200_000_000), ("USD", "4000 dollars", 4000), ("k USD", "470", 470),
    ("k USD", "$470k", 470),
    ("k USD", "470 k USD", 470), ("k USD", "470,000 USD", 470), ("k USD", "$470", Fraction(47, 100)),
    ("USD million", "3.2", Fraction(32, 10)), ("USD million", "$3.2m", Fraction(32, 10)),
    ("USD million", "3.2 USD million", Fraction(32, 10)),
    ("日元", "¥586000", 586_000), ("JPY", "586000円", 586_000),
    ("台", "640", 640), ("台", "640台", 640), ("台", "640辆", 640), ("台", "640 vehicles", 640),
    ("台", "1.2万", 12_000),
    ("台", "1.2万台", 12_000), ("vehicles", "640台次", 640), ("万辆", "3.5", Fraction(35, 10)),
    ("万辆", "35,000辆", Fraction(35, 10)),
    ("万辆", "3.5万辆", Fraction(35, 10)), ("万辆", "3.5万台", Fraction(35, 10)), ("次", "4次", 4),
    ("小时", "7.5 h", Fraction(15, 2)),
    ("升", "47升", 47), ("升", "47 L", 47), ("km", "47公里", 47), ("分", "92.5分", Fraction(185, 2)), ("m", "5", 5),
    ("m", "5米", 5),
    ("%", "93", Fraction(93, 100)), ("%", "93%", Fraction(93, 100)), ("%", "95 percent", Fraction(95, 100)),
    ("%", "95 per cent", Fraction(95, 100)), ("%", "0", 0), ("%", "0.5%", Fraction(1, 200)),
    ("%", "-2", Fraction(-1, 50)),
    ("%", "5‰", Fraction(1, 200)), ("‰", "2", Fraction(1, 500)), ("‰", "2‰", Fraction(1, 500)),
    ("元/台", "800", 800), ("元/台", "800元", 800), ("元/台", "800元/台", 800), ("元/台", "93%", Fraction(93, 100)),
    ("台/天", "20台", 20), ("万元/台", "800元/台", Fraction(8, 100)), ("万元/台", "800元", Fraction(8, 100)),
    (None, "600万", 6_000_000), (None, "93%", Fraction(93, 100)), (None, "95 percent", Fraction(95, 100)),
    (None, "3.2m", 3_200_000),
    (None, "6M", 6_000_000), (None, "2‰", Fraction(1, 500)), (None, "1,800,000", 1_800_000), (None, " +7 ", 7),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "text", "value"), READ, ids=[f"{unit}-{text}" for unit, text, _ in READ])
def test_reads(unit: str | None, text: str, value: Fraction) -> None:
    assert read_amount(text, unit and read_unit(unit)) == value  # type: ignore[arg-type]  # unit is none or not empty


REFUSED = [
    ("元", "$470", "money of another unit"), ("元", "470 USD", "money of another unit"),
    ("元", "470 k USD", "money of another unit"),
    ("元", "47台", "is not in 元"), ("元", "93%", "a percentage stands"), ("元", "95 percent", "a percentage stands"),
    ("USD", "¥470", "money of another unit"), ("USD", "470元", "money of another unit"),
    ("USD", "HK$470", "money of another unit"),
    ("万元", "$58.6万", "money of another unit"), ("万元", "93%", "a percentage stands"),
    ("台", "93%", "a percentage stands"),
    ("台", "¥640", "money of another unit"), ("台", "640元", "money of another unit"),
    ("台", "640人", "is not in 台"),
    ("小时", "93%", "a percentage stands"), ("升", "93%", "a percentage stands"), ("分", "93%", "a percentage stands"),
    ("升", "47公里", "is not in 升"),
    ("%", "93元", "money of another unit"), ("%", "5万", "is not in %"), ("%", "¥5%", "a percentage stands"),
    ("小时", "5天", "is not in 小时"),
    ("元/台", "800元/人", "money of another unit"), ("HKD", "$470", "money of another unit"),
    ("元", "USD 470 RMB", "is not a number"), ("元", "58.6万万", "is not a number"),
    ("元", "约58.6万", "is not a number"),
    ("元", "58.6-60", "is not a number"), ("元", "5.", "is not a number"), ("元", "1e6", "is not a number"),
    ("台", "10O", "is not a number"),
    ("元", "6 000 000", "is not a number"), ("元", "6 000", "is not a number"), ("元", "1,2000", "is not a number"),
    ("元", "", "is not a number"),
    ("元", "--5", "is not a number"), ("元", "-¥-5", "is not a number"), ("元", "¥", "is not a number"),
    ("元", "万", "is not a number"),
    (None, "655台", "names a unit"), (None, "600万元", "names a unit"), (None, "$5", "names a unit"),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "text", "why"), REFUSED, ids=[f"{unit}-{text}" for unit, text, _ in REFUSED])
def test_refuses(unit: str | None, text: str, why: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_amount(text, unit and read_unit(unit))  # type: ignore[arg-type]  # unit is none or not empty
    assert why in str(caught.value.message)
    assert caught.value.hint
    assert not isinstance(caught.value, Ambiguous)


AMBIGUOUS = [
    ("万元", "58.6万", ("58.6万元", Fraction(586, 10)), ("58.6亿元", 586_000)),
    ("万元", "58.6w", ("58.6万元", Fraction(586, 10)), ("58.6亿元", 586_000)),
    ("万元", "1200万", ("1200万元", 1200), ("1200亿元", 12_000_000)),
    ("万元", "3千", ("0.3万元", Fraction(3, 10)), ("3000万元", 3000)),
    ("k USD", "470k", ("470 k USD", 470), ("470m USD", 470_000)),
    ("k USD", "3.2 million", ("3200 k USD", 3200), ("3.2bn USD", 3_200_000)),
    ("万辆", "3.5万", ("3.5万辆", Fraction(35, 10)), ("3.5亿辆", 35_000)),
    ("万元/台", "3万", ("3万元/台", 3), ("3亿元/台", 30_000)),
    ("$ million", "3.2m", ("$3.2 million", Fraction(16, 5)), ("$3200bn", 3_200_000)),
    ("USD million", "3.2m", ("3.2 USD million", Fraction(16, 5)), ("3200bn USD", 3_200_000)),
    ("m", "5m", ("5", 5), ("5000000", 5_000_000)),
    ("k", "470k", ("470", 470), ("470000", 470_000)),
    ("%", "0.9", ("0.9%", Fraction(9, 1000)), ("90%", Fraction(9, 10))),
    ("%", "1", ("1%", Fraction(1, 100)), ("100%", 1)),
    ("‰", "0.5", ("0.5‰", Fraction(1, 2000)), ("500‰", Fraction(1, 2))),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "text", "own", "other"), AMBIGUOUS, ids=[f"{one[0]}-{one[1]}" for one in AMBIGUOUS])
def test_asks(unit: str, text: str, own: tuple[str, Fraction], other: tuple[str, Fraction]) -> None:
    with pytest.raises(Ambiguous) as caught:
        read_amount(text, read_unit(unit))
    assert caught.value.readings == (own, other)
    for typed, value in (own, other):
        assert read_amount(typed, read_unit(unit)) == value
        assert typed in str(caught.value.hint)


units = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", *(f"{scale} " for scale in SCALES if scale != "000")]),
    st.sampled_from([*CURRENCIES, "台", "vehicles", "人次", "升", "公里", "小时", "分", "some thing"]),
    st.sampled_from(["", "/台", " / 万公里", "/天"]),
).map(read_unit)


@given(units, units)
def test_a_factor_back_is_its_inverse(one: Unit, other: Unit) -> None:
    there, back = factor(one, other), factor(other, one)
    assert (there is None) == (back is None)
    assert there is None or back is None or there * back == 1
    assert factor(one, one) == 1


@given(units, st.decimals(-(10**9), 10**9, places=3).map(Fraction))
def test_a_number_with_its_unit_behind_it_is_read_back(unit: Unit, value: Fraction) -> None:
    text = unit.behind(str(float(value)) if value.denominator > 1 else f"{int(value):,}")
    assume("e" not in text.split(" ")[0])
    assert read_amount(text, unit) == value


@given(units, units, st.integers(1, 10**6))
def test_what_can_be_related_is_converted_and_all_else_refused(written: Unit, own: Unit, number: int) -> None:
    times = factor(written, own)
    if times is not None:
        assert read_amount(written.behind(str(number)), own) == number * times
    elif written.per is not None or own.per is None:
        with pytest.raises(Invalid):
            read_amount(written.behind(str(number)), own)


@given(st.sampled_from([None, "元", "万元", "台", "%", "元/台", "k USD"]), anything())
def test_any_text_is_an_amount_or_invalid(unit: str | None, text: str) -> None:
    try:
        value = read_amount(text, None if unit is None else read_unit(unit))
    except Invalid:
        return
    assert isinstance(value, Fraction)


@given(anything())
def test_any_text_is_a_unit_or_invalid(text: str) -> None:
    try:
        unit = read_unit(text)
    except Invalid:
        return
    assert same(unit, read_unit(str(unit)))


@pytest.mark.parametrize(("scale", "code"), list(product(["k", "mn", "bn", "million"], ["USD", "eur", "HKD"])))
def test_a_scale_stands_before_or_behind_its_currency(scale: str, code: str) -> None:
    assert same(read_unit(f"{scale} {code}"), read_unit(f"{code} {scale}"))


@pytest.mark.parametrize(
    ("unit", "of_one"),
    [
        *(("lectures", "lecture"), ("vehicles", "vehicle"), ("k vehicles", "k vehicles"), ("people", "people")),
        *(
            ("times", "times"),
            ("batches", "batches"),
            ("台", "台"),
            ("vehicles/day", "vehicles/day"),
            ("points", "points"),
        ),
    ],
)
def test_one_of_several_is_said_as_one(unit: str, of_one: str) -> None:
    assert str(read_unit(unit).of(Fraction(1))) == of_one
    assert str(read_unit(unit).of(Fraction(2))) == unit
