"""What number formats show beside a value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.sheets.number_format import Shown, shown


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("General", "5", Shown()),
        ("@", "5", Shown()),
        ("#,##0.00", "5", Shown()),
        ("0%", "0.5", Shown(percent=True)),
        ("0.00%;[Red]-0.00%", "-0.5", Shown(percent=True)),
        ('0.0"%"', "5", Shown(unit="%")),
        ("0.0\\%", "5", Shown(unit="%")),
        ('0.0"万元"', "47", Shown(unit="万元")),
        ('#,##0"台"', "640", Shown(unit="台")),
        ("0.00\\万", "47", Shown(unit="万")),
        ("0万元", "47", Shown(unit="万元")),
        ('General"台"', "640", Shown(unit="台")),
        ('G/通用格式"台"', "640", Shown(unit="台")),
        ('[DBNum2][$-804]General"元"', "640", Shown(unit="元")),
        ('"¥"#,##0.00', "5", Shown(unit="¥")),
        ('"¥"#,##0.00;[Red]"¥"\\-#,##0.00', "-5", Shown(unit="¥")),
        ('_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "5", Shown(unit="¥")),
        ('"¥"0.0"万元"', "5", Shown(unit="万元")),
        ("[$￥-804]#,##0.00", "5", Shown(unit="￥")),
        ("[$$-409]#,##0.00", "5", Shown(unit="$")),
        ("[$€-2] #,##0", "5", Shown(unit="€")),
        ("[$USD] #,##0", "5", Shown(unit="USD")),
        ('[$$-409]#,##0.0,"K"', "5000", Shown(unit="$")),
        ('0!.0,"万"', "470000", Shown()),
        ('0\\.0,"万"', "470000", Shown()),
        ("0.00,,万\n%", "470000", Shown()),
        ("0.00,,\\万\n%", "470000", Shown()),
        ('#,##0.00,"千元"', "470000", Shown()),
        ('0.0,,"M"', "470000", Shown()),
        ("#,##0,", "470000", Shown()),
        ('"约"0', "5", Shown(unit="约")),
        ('0" (est.)"', "5", Shown(unit="est.")),
        ("#,##0_);(#,##0)", "-3", Shown()),
        ('_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', "0", Shown()),
        ("[Red][>=100]0;[<0]\\-0;0", "640", Shown()),
        ('[>=10000]0!.0,"万";0"元"', "470000", Shown()),
        ('[>=10000]0!.0,"万";0"元"', "47", Shown(unit="元")),
        ('0"盈";0"亏"', "-5", Shown(unit="亏")),
        ('0;-0;"无"', "0", Shown(unit="无")),
        ("0;-0;;@", "0", Shown()),
        ("# ?/?", "0.5", Shown()),
        ("0.00E+00", "5", Shown()),
        ("0_ ;[Red]\\-0\\ ", "-5", Shown()),
        ("yyyy-mm-dd", "46000", Shown("day")),
        ("yyyy/m/d h:mm", "46000", Shown("day")),
        ('yyyy"年"m"月"d"日"', "46000", Shown("day")),
        ("[$-F800]dddd, mmmm dd, yyyy", "46000", Shown("day")),
        ('yyyy"年"m"月"', "46000", Shown("month")),
        ("mmm-yy", "46000", Shown("month")),
        ('m"月"', "46000", Shown("month", with_year=False)),
        ('yyyy"年"m"月累计"', "46000", Shown("month", after="累计")),
        ('"1-"m"月"', "46000", Shown("month", before="1-", with_year=False)),
        ('"Budget "mmm-yy', "46000", Shown("month", before="Budget")),
        ("yyyy", "46000", Shown("year")),
        ("h:mm", "0.5", Shown("time")),
        ("mm:ss.0", "0.5", Shown("time")),
        ("[h]:mm", "5", Shown("time")),
        ("[mm]:ss", "5", Shown("time")),
    ],
)
def test_formats(code: str, value: str, expected: Shown) -> None:
    assert shown(code, Fraction(value)) == expected
