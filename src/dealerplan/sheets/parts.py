"""The parts that words of tables are made of, in both languages; what they say together follows from them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from dealerplan.sheets.when import GAP

Role = Literal["measure", "id", "store", "month", "year", "unit", "kind", "ordinal", "note", "owner", "group"]
"""What a column may hold besides values."""
ROLES: tuple[Role, ...] = get_args(Role)

Part = Role | Literal[
    "actual", "closing", "goal", "forecast", "earlier", "derived", "mean", "total", "to_date", "until", "this_month", "this_year",
    "month_to_date", "summary", "next", "compared", "remark", "early", "partial", "with_tax", "without_tax", "value",
]  # fmt: skip
"""What a part says: of which scenario or span a figure is, or what a column holds."""

_WORDS: dict[Part, str] = {
    "actual": """实际 实绩 完成情况 完成 达成情况 达成 执行情况 发生额 发生 实现 actual actuals result results
        achieved realised realized act""",
    "closing": "期末余额 期末 月末 余额 closing_balance closing balance",
    "goal": """目标 计划 预算 任务 年度指标 年指标 全年指标 本年指标 下达指标 指标数 指标分解 指标值 应达 应完成 定额 考核值 责任书 责任状 规划 保底 冲刺 挑战 底线 下达 预警值 警戒值 标准值 goal goals target targets plan plans bud planned budget budgets
        budgeted quota quotas objective objectives stretch aop tgt tgts obj""",
    "forecast": """预测 预计 预估 预期 推算 forecast forecasts fcst estimate estimates estimated projection projections
        projected outlook est fcast simulation simulated scenario_a 模拟 测算 推演 年化 滚动 annualised annualized run_rate rolling 暂估 估算
        provisional accrual accruals""",
    "earlier": """去年同期 上年同期 去年同月 上年同月 去年 上年 同期 上个月 上月 上期 前年 往年 期初 年初 月初 last_year
        prior_year previous_year prior_period last_month prior_month previous_month year_ago py ly pm opening""",
    "next": "下月 下个月 下期 次月 明年 下年 next_month next_year",
    "derived": """同比 环比 完成率 达成率 达标率 执行率 增长率 增幅 增长 增量 增减额 增减率 增减 差异率 差异 差额 差距 差值 差
        占比 比例 比率 比重 比 进度差 时间进度 计划进度 进度 缺口 较 排名 名次 状态 yoy mom growth change changes variance var
        difference diff delta attainment attained completion achievement progress share percent percentage pct rank ranking
        status gap mix ratio rate_of chg""",
    "mean": "月平均 日平均 平均值 平均 月均 日均 人均 均值 average averages avg mean per_day",
    "total": """合计 小计 总计 共计 总和 总数 累加 求和 全店 全公司 店合计 whole_store all_stores total totals subtotal sub_total
        sum grand""",
    "summary": "汇总表 汇总 总表 summary consolidated composite overview recap",
    "to_date": "各月累计 每月累计 逐月累计 累计 累积 本期累计 年初至今 至今 以来 cytd fytd itd ltm ttm mat year_to_date to_date ytd cumulative cumul cum accumulated qtd",
    "until": "更新至 更新到 统计至 数据至 截至 截止 as_of as_at through thru up_to until till by",
    "this_month": "本月份 本月 当月 单月 本期 当期 this_month current_month this_period current_period current cm",
    "month_to_date": "本月累计 当月累计 月累计 month_to_date mtd",
    "this_year": "本年度 本年 今年 当年 this_year current_year year_total cy",
    "compared": "对比 比较 对照 与 及 和 含 vs versus against compared comparison comparative with and",
    "partial": """不完整 未结账 未关账 未完结 未完 仅含 只含 仅包括 只包括 仅包含 只包含 部分数据 incomplete not_closed not_yet_closed not_final
        partial only_includes excerpt""",
    "remark": """调整后 已调整 重述 更正后 已更正 修订后 已修订 修正后 已修正 已审 未审 审定 终稿 确认 最终 restated revised adjusted
        corrected final audited unaudited""",
    "early": "初步 快报 preliminary flash draft",
    "with_tax": "价税合计 含税价 含税 incl_tax incl._tax including_tax with_tax tax_included incl_vat incl._vat including_vat inclusive_of_tax inclusive_of_vat vat_included gross_of_tax",
    "without_tax": """不含税价 不含税 未税 除税 税前 excl_tax excl._tax excluding_tax without_tax tax_excluded excl_vat
        excl._vat excluding_vat exclusive_of_tax exclusive_of_vat vat_excluded net_of_tax net_of_vat ex_vat""",
    "measure": """数据项 考核指标 考核项目 考核内容 指标 项目 科目 内容 考核项 统计项 业务 品项 measure measures item items metric metrics kpi kpis
        indicator indicators description account accounts line""",
    "id": "编码 代码 编号 code codes id item_id measure_id",
    "store": """门店 店名 店面 店别 分店 网点 经销商 经销店 4s店 专卖店 公司 单店 store stores shop dealer dealers dealership
        dealerships branch branches outlet outlets rooftop location site company""",
    "month": """会计期间 统计月份 所属月份 月份 月度 期间 日期 年月 时间 账期 month months monthly period periods date""",
    "year": "会计年度 年份 年度 year years",
    "unit": "计量单位 单位 unit units uom",
    "kind": "数据类型 数据类别 类别 类型 分类 口径类型 性质 kind type category scenario version",
    "value": """数值 数据 数额 金额 数量 数 值 额 量 报表 表 value values amount amounts figure figures number numbers
        report reports data qty quantity""",
    "ordinal": "序号 行次 行号 次序 no no. nr sn # serial serial_no serial_number line_no",
    "note": """统计口径 计算口径 计算方法 数据来源 口径 备注 说明 来源 附注 注释 注 合计方式 星期 录入人 操作人 经办人 填写人 审批人 更新人 趋势 权重 得分 分值 评分 weekday rag trend weight weighting points note notes remark remarks comment
        comments basis source what_it_counts taken_together""",
    "owner": """负责人 责任人 责任部门 负责部门 填报人 填报部门 审核人 制表人 填表人 提报人 跟进人 第一责任人 主管 owner owners
        responsible responsible_person responsibility prepared_by accountable""",
    "group": """服务顾问 销售顾问 顾问 业务员 销售员 技师 机修工 员工 姓名 人员 班组 小组 组别 车间 工段 部门 科室 团队 岗位 板块 业务板块 模块 条线
        adviser advisers advisor advisors consultant consultants salesperson salesman technician technicians employee staff
        team teams workshop workshops department departments dept crew bay""",
}  # fmt: skip
_FILLER = """的 各 每 集团 分 报 统计 所属 会计 经营 情况 明细 年 月 日 份 个 类 名称 名 其中 the of for per in on a an is
    are name title each all month's year's only group""".split()
_PART_OF: dict[str, Part] = {word.replace("_", " "): part for part, words in _WORDS.items() for word in words.split()}


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"[ _-]?") for word in sorted(words, key=len, reverse=True))


_IS_LATIN = re.compile(r"[a-z#4]")
_ENDING = "差比额值数量表"  # single characters that say something at the end of a word alone
_JOINING = "与及和含较"
_HAN = "[一-鿿]"
_FORM = re.compile(
    rf"(?P<han>{_alternatives([word for word in _PART_OF if not _IS_LATIN.match(word) and len(word) > 1])}"
    rf"|[{_ENDING}](?!{_HAN})|[{_JOINING}](?={_HAN})|注(?![一-鿿]))"
    rf"|(?<![a-z])(?P<latin>{_alternatives([word for word in _PART_OF if _IS_LATIN.match(word)])})(?![a-z])"
)
_SPACED = re.compile(r"[ _-]+")
_FILLERS = re.compile(
    "|".join(word for word in _FILLER if not word.isascii())
    + "|"
    + rf"(?<![a-z])(?:{'|'.join(word for word in _FILLER if word.isascii())})(?![a-z])"
)
_SIGNS = re.compile(rf"[{GAP}\s_/\\|·、,;:.()\[\]【】*~%‰—–-]+")


class Words(NamedTuple):
    """The parts of a text, in its order, and what is left of it without them; `edges` begin or end the text."""

    parts: tuple[Part, ...]
    rest: str
    edges: tuple[Part, ...] = ()


@lru_cache(maxsize=8192)
def read_parts(lower: str) -> Words:
    """The parts of a text in small letters, the longest first."""
    found = [(match, _PART_OF[_part_word(match[0])]) for match in _FORM.finditer(lower)]
    rest = _left(_FORM.sub(GAP, lower))
    edges = [
        part for match, part in found if not (rest and _left(lower[: match.start()]) and _behind(lower, match.end()))
    ]
    return Words(tuple(dict.fromkeys(part for _, part in found)), rest, tuple(edges))


def _left(text: str) -> str:
    return _SIGNS.sub("", _FILLERS.sub("", text))


def _behind(lower: str, end: int) -> str:
    """What follows a part, but for words that any heading may end with: 数, 值, 台次."""
    return _left(_FORM.sub(lambda match: GAP if _PART_OF[_part_word(match[0])] == "value" else match[0], lower[end:]))


def _part_word(found: str) -> str:
    word = _SPACED.sub(" ", found)
    return word if word in _PART_OF else next(one for one in _PART_OF if one.replace(" ", "") == word.replace(" ", ""))
