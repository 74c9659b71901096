"""The words over columns and before rows: what they stand for."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from dealerplan.intake import when
from dealerplan.intake.when import When
from dealerplan.sheets.cell import fold

Role = Literal["measure", "id", "store", "month", "year", "unit", "kind", "value", "when", "span", "skip"]
"""What a heading stands for. `when`: values of a month or year; `span`: several months, so that alone it is a total;
`skip`: known, and no actuals; `kind`: whether a row is a goal or an actual."""

_ROLES: dict[Role, str] = {
    "measure": """measure measures item items metric metrics kpi indicator name description
        数据项 指标 指标名称 项目 项目名称 名称 数据项名称 统计项目 统计项 考核项目 考核指标 内容 科目""",
    "id": "id measureid itemid code 编码 代码 数据项id 数据项编码 指标编码 项目编码 科目编码",
    "store": """store stores shop dealer dealership branch outlet
        门店 店 店名 店面 分店 网点 经销商 4s店 专卖店 门店名称 经销店 店别 公司""",
    "month": "month months period date 月份 月 月度 期间 会计期间 统计月份 所属月份 日期 年月 时间 报表月份",
    "year": "year 年 年份 年度 会计年度",
    "kind": "kind type category 类别 类型 分类 数据类型 数据类别",
    "unit": "unit units uom 单位 计量单位",
    "value": """value values actual actuals amount result results figure figures thismonth currentmonth thismonthactual
        数值 实际 实际数 实际值 实绩 实际完成 完成 完成数 完成值 完成情况 金额 数量 值 本月 当月 本期 本月数 本月实际
        本月完成 本期实际 当月数 当期 当期数 当月实际 当月完成 发生额 本月发生额 本期数""",
    "span": """q1 q2 q3 q4 h1 h2 1q 2q 3q 4q firstquarter secondquarter thirdquarter fourthquarter quarter
        firsthalf secondhalf halfyear wholeyear fullyear annual total totals subtotal sum grandtotal yeartotal ytd
        yeartodate cumulative
        一季度 二季度 三季度 四季度 第一季度 第二季度 第三季度 第四季度 1季度 2季度 3季度 4季度 季度 季度小计 季度合计
        第1季度 第2季度 第3季度 第4季度 上半年 下半年 半年 半年度 全年 全年合计 全年累计 年度合计 合计 总计 小计 累计
        总和 共计 总数 本年累计 年累计 累计实际 累计完成 年度累计 本年合计 季度累计 截至本月累计
        累计数 本年累计数 年累计数 本期累计 本期累计数 年初至今""",
    "skip": """no no. nr sn serialno serialnumber # note notes remark remarks comment comments basis source owner
        department lastyear prioryear previousyear py ly lastmonth previousmonth priormonth yoy mom growth change
        variance difference diff attainment attained completion progress share goal goals target targets plan planned
        budget quota forecast average avg mean rank status whatitcounts takentogether 合计方式
        序号 编号 行次 备注 说明 注 口径 统计口径 计算口径 计算方法 数据来源 来源 责任人 负责人 部门 责任部门 填报人
        审核人 制表人 填表人 去年 上年 去年同期 上年同期 同期 上年同月 去年同月 去年实际 上年实际
        去年全年 上年全年 去年合计 上年合计 上年数 去年数 上年同期数 去年同期数 上年累计
        上年累计数 较上月 较上年 较去年 较同期 比上月 比上年 比去年 上期数
        上月 上月数 上月实际 上期 上期数 同比 环比 同比增长 环比增长
        同比增幅 环比增幅 同比增长率 环比增长率 增长率 增长 增幅 增减 增减额 差额 差异 差 差距 完成率 达成率 完成比例
        完成进度 进度 时间进度 计划进度 进度差 进度比 应达 占比 比例 比率
        预测 预测值 预计 预估 预估值 去年数据 上年数据 estimate estimated projection projected
        目标 目标值 目标数 计划 计划数 计划值 预算
        预算数 任务 任务数 年度目标 年目标 全年目标 月目标 月度目标 本月目标 当月目标 年度计划 全年计划 本月计划 月计划
        月度计划 累计目标 累计计划 平均 月均 均值 平均值 月平均 排名 状态""",
}
_ROLE_OF: dict[str, Role] = {word: role for role, words in _ROLES.items() for word in words.split()}
ROLE_WORDS = tuple(_ROLE_OF)


class Heading(NamedTuple):
    """What a word over a column stands for."""

    role: Role
    when: When = When()


@lru_cache(maxsize=4096)
def read_heading(text: str) -> Heading | None:
    """The meaning of a heading, a month or a total; None for a word that is none, such as a measure's name."""
    if not text or len(text) > 100:
        return None
    role = _role(fold(text))
    if role is not None:
        return Heading(role)
    found = when.find(text)
    if found is None:
        return Heading("span") if when.is_span(text) else None
    moment, rest = found
    left = _role(fold(rest)) if fold(rest) else "value"
    if left == "value":
        return Heading("when", moment)
    return Heading(left) if left in ("skip", "span") else None


def _role(folded: str) -> Role | None:
    """The role of a word, or of two words in one: a quarter's goal is a goal, a quarter's actual a total."""
    if folded in _ROLE_OF or len(folded) > LONGEST_PAIR:
        return _ROLE_OF.get(folded)
    if folded.endswith(_TOTALS):
        return "span"
    pairs = [{_ROLE_OF.get(folded[:at]), _ROLE_OF.get(folded[at:])} for at in range(1, len(folded))]
    figures = [pair for pair in pairs if pair <= {"skip", "span", "value"}]
    if not figures:
        return None
    return next((role for role in _BY_RANK if any(role in pair for pair in figures)), None)


_TOTALS = ("合计", "小计", "总计")
_BY_RANK: tuple[Role, ...] = ("skip", "span", "value")
LONGEST_PAIR = 40  # characters
