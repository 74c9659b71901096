"""What the plan-file reference says of every key, and the JSON Schema for editors, both made from the schema."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from dealerplan.planfile import schema
from tests.planfile import reference_zh

PARTS: dict[str, tuple[type[BaseModel], str]] = {
    "": (schema.PlanFile, "The file"),
    "facts": (schema.FactsPart, "`facts`"),
    "moves": (schema.MovePart, "A move: `moves: [{…}]`"),
    "calendar": (schema.CalendarPart, "`calendar`"),
    "reporting": (schema.ReportingPart, "`reporting`"),
    "imports": (schema.ImportsPart, "`imports`"),
    "measures": (schema.MeasurePart, "A measure: `measures: {ID: …}`"),
    "targets": (schema.TargetPart, "A target: `targets: {ID: …}`"),
    "split": (schema.SplitPart, "A member's goal: `split: {MEMBER: …}` (a bare goal is short for `{goal: …}`)"),
    "target revisions": (
        schema.RevisionPart,
        "What is new from a month on: `revisions: [{…}]` of a target, or a member's goal",
    ),
    "milestones": (schema.MilestonePart, "A milestone: `milestones: {ID: …}`"),
    "results": (schema.ResultPart, "A result: `results: {ID: …}` (a bare goal is short for `{goal: …}`)"),
    "milestone revisions": (schema.DelayPart, "A moved date: `revisions: [{…}]` of a milestone"),
}

KEYS: dict[str, dict[str, str]] = {
    "": {
        "plan": "The plan's id: letters of any script, digits, `-` and `_`.",
        "store": "The id of the store whose actuals these are; plans of one store share them.",
        "store_name": "What the store is called, in the headings of status and reports; its id if left out.",
        "opened": "The store's first day, where it opens within the period: months before owe nothing, and with even phasing the first month counts by its days.",
        "closed": "The store's last day, where it closes for good: what later months would owe is taken away.",
        "facts": "Where the store belongs in its group. The group's table says it, and the plans made of it for each store keep it.",
        "moves": "What of that is new from a month on.",
        "group": "The id of a group, in place of `store`: the plan is then of all stores of a table (docs/groups.md).",
        "stores": "The table of a group's stores, beside the plan: `stores-2026.xlsx`, `.csv`, `{file: stores.xlsx, sheet: 售后}`.",
        "comparable": "How many whole months a store of a group has been open before it is compared with last year: 13 if left out.",
        "peers": "What makes stores of a group comparable in ranks: `[brand, class]`.",
        "period": "`2026`, `2026-H2`, `2026-Q3`, `2026-03` or `{from: 2026-07, to: 2027-06}`; whole months, at most 36.",
        "name": "What the plan is called; the id if left out.",
        "department": "Whose plan it is.",
        "owner": "Who answers for the plan.",
        "currency": "The currency of its amounts: `CNY`, `USD`; units that are a scale alone (`k`, `万`) are of it.",
        "notes": "Anything else.",
        "was": "The id that the plan had before, or several: what the book holds under it stays this plan's. Of a measure, target, milestone and result likewise.",
        "calendar": "Which days the store is open; every day if left out.",
        "reporting": "When a month is to be recorded.",
        "imports": "How files of actuals are read.",
        "tolerance": "How far off pace a flow is still at risk and not behind: `10%`.",
        "measures": "What is recorded after each monthly close.",
        "targets": "Goals on formulas over measures.",
        "milestones": "What is done once, on a date.",
    },
    "facts": {
        "region": "Its region.",
        "brand": "Its brand.",
        "class": "Its class.",
        "manager": "Its manager.",
    },
    "moves": {
        "from": "The month it holds from.",
        "region": "Its new region.",
        "brand": "Its new brand.",
        "class": "Its new class.",
        "manager": "Its new manager.",
        "why": "Why.",
    },
    "calendar": {
        "country": "Two capital letters (ISO 3166): `CN`.",
        "open": "`all` (every day) or `workdays` (the country's, make-up workdays included).",
        "closed": "Days taken out: `[2026-02-17, 2026-02-18]`.",
    },
    "reporting": {
        "on_time_until": "The last day, in the month after, on which a month is reported on time: `5`.",
        "month_ends": "The day on which months end, where that is not the calendar's last: with `25`, 2026-03 is 26 February to 25 March; 1 to 28, or 31: the calendar's last.",
        "locked_after": "The last day on which it may be recorded without `reopen`: `10`; in a short month its last day.",
    },
    "imports": {
        "ignore": "Names of rows and columns that files of actuals have and nobody records: `[毛利, 库存]`; no measure or target of the plan.",
    },
    "measures": {
        "name": "What people call it; formulas and commands may too.",
        "unit": "`元`, `万元`, `台`, `万辆`, `k USD`, `%` …: what is counted, and its scale. Values and goals are kept in it; one of another unit is refused. Left out of `decimals`, money is owed to the cent, a scaled thing to one thing, all else in whole units.",
        "basis": "What exactly is counted.",
        "within": "The measure that it is a part of and can't exceed.",
        "over_time": "How months are taken together: `sum` (if left out), `last` or `mean`.",
        "above_whole": "What happens when it exceeds its whole: `refuse` (if left out) or `warn`.",
        "members": "Who records it: `[城东, 城西]`, or members of members `{华东: [甲, 乙], 华南: [丙]}`. It is their sum. Of a member may be said `{name: 城东店, from: 2026-06, until: 2026-11, members: [甲]}`: outside its months it has no value; and `was`.",
        "aliases": "Other names, such as column titles of imports.",
        "decimals": "To how many decimals owed amounts are rounded down: 0 to 6.",
        "was": "The id that it had before, or several: what was recorded under it counts. Of a member: `members: {东店: {was: 城东}, 城西: {}}`.",
        "over_stores": "How several stores of a group come together: `sum` (if left out), `mean`, or `{mean: surveys}`, weighted by a measure. Scores and percentages that are no sums need one.",
    },
    "targets": {
        "goal": "`600万`, `>= 93%`, `under 2%`, `不少于 4`, `93% 以上`, `90% .. 95%`, `over last year`, `+15% on last year`, `去年的110%`, `与去年持平`, `较上年增长15%`, `+2pp on last year`, `tbd`, in a group `by store`; also `up to 2%`, `2%以内`, `between 1m and 2m`, `力争1200万`.",
        "name": "What people call it.",
        "formula": "`+ - * /`, parentheses, numbers, measures, `open_days`, `days`, `months`. "
        "Left out: the measure of the target's id.",
        "unit": "Of the formula's value, where it is not the measures'; never another scale of theirs.",
        "owner": "Who answers for it.",
        "part_of": "The target that it is a part of.",
        "each": "The goal is each `month`'s, `quarter`'s, `half`'s or `year`'s own.",
        "from": "The first month that it is for, where that is not the period's: its goal, spans and end are those of its months.",
        "until": "The last month that it is for.",
        "stretch": "A goal beyond the goal, in its direction: shown beside it, the status is the goal's.",
        "start": "A level's value before its first month: the goal is approached in a straight line.",
        "tolerance": "In place of the plan's; of a rate or level in place of 2%.",
        "min_volume": "Below this denominator a rate N / D is not judged.",
        "main": "`true` on the one target that the year is about: what the first page begins with. Left out of all of them: the whole with the most parts, else the first of money, else the first with a goal.",
        "phasing": "How a flow's goal falls on the months: `even`, `open_days`, or `{3-5: 8000, Q4: 30%, 2026-02: 5%}`; months not named share the rest evenly. Left out: evenly, against last year by that year's months, and over a split with months of its own as the parts owe.",
        "split": "One goal a member of the one measure that the formula is: `{城东: 18000, 城西: 12000}`.",
        "revisions": "New goals, formulas and phasings from a month on; the months before keep what they owed.",
        "was": "The id that it had before, or several. Where no measure is declared for it, its measure was called so too.",
        "group_goal": "What head office asks of all stores together; `check` says where the stores' goals come to something else.",
        "buffer": "How much more than `group_goal` the stores' goals may come to: `5%`.",
    },
    "split": {
        "goal": "The member's goal; a bare number takes the whole's direction.",
        "owner": "Who answers for it; else the whole's owner.",
        "split": "The goals of the member's own members.",
        "revisions": "The member's revised goals.",
        "stretch": "The member's stretch.",
    },
    "target revisions": {
        "from": "The first month in which it holds.",
        "goal": "The new goal; a bare number takes the first goal's direction. One of goal, formula and phasing there must be.",
        "formula": "The new formula, of the first one's kind and unit; of a target without a split. Evaluations as of months from there on go by it for all months.",
        "phasing": "How what is left of the goal falls on the months from there, in percents of it or amounts: `{7-9: 60%, 10-12: 40%}`. Of a target; members go by their whole's.",
        "why": "The reason.",
    },
    "milestones": {
        "name": "What people call it.",
        "due": "`2026-03-31`; the period's last day if left out.",
        "owner": "Who answers for it.",
        "support": "Who must help.",
        "results": "What it is to bring.",
        "revisions": "New dates; the first one stays visible.",
        "was": "The id that it had before, or several: it stays done.",
    },
    "results": {
        "goal": "What it must reach; `tbd` where it is only to be written down.",
        "name": "What people call it.",
        "unit": "Its unit.",
        "within": "The result that it is a part of.",
        "above_whole": "What happens when it exceeds its whole: `refuse` (if left out) or `warn`.",
        "was": "The id that it had before among the milestone's results, or several.",
    },
    "milestone revisions": {
        "from": "The month in which the new date was decided.",
        "due": "The new date.",
        "why": "The reason.",
    },
}

EXAMPLE = """\
plan: city-2026
name: 城区店年度计划
department: 售后服务部
owner: 总经理
store: city
store_name: 城区店
opened: 2019-03-01
closed: 2027-06-30
facts: {region: 华东, brand: 甲, class: A, manager: 张三}
moves: [{from: 2026-07, region: 华中, brand: 乙, class: B, manager: 何军, why: 区域调整}]
period: 2026
currency: CNY
notes: 董事会一月通过
calendar: {country: CN, open: workdays, closed: [2026-12-31]}
reporting: {on_time_until: 5, locked_after: 10, month_ends: 25}
imports: {ignore: [毛利, 库存]}
tolerance: 10%

measures:
  workshop:  {name: 维修产值, unit: 元, aliases: [维修收入], decimals: 0}
  intake:    {name: 接车台次, unit: 台, basis: 按工单计，返工单不计}
  reworked:  {name: 返修台次, unit: 台, within: intake, above_whole: warn}
  customers: {name: 基盘客户数, unit: 人, over_time: last}
  sold:      {name: 销量, unit: 台, members: {城东: [甲组, 乙组], 城西: []}}

targets:
  revenue:     {formula: workshop + accessories, goal: 600万, owner: 售后经理, tolerance: 10%, main: true}
  workshop:    {goal: 520万, owner: 车间主管, part_of: revenue, phasing: {Q1: 23%, 7-8: 900000}}
  accessories: {goal: 80万, owner: 配件主管, part_of: revenue, phasing: open_days, unit: 元}
  rework_rate:
    name: 返修率
    formula: reworked / intake
    goal: under 2%
    owner: 车间主管
    min_volume: 50
    revisions: [{from: 2026-07, formula: reworked / (intake + reworked), why: 返修单也计入分母}]
  daily:       {name: 日接车台次, formula: intake / open_days, goal: ≥ 31, owner: 前台主管, unit: 台/天}
  monthly:     {name: 月接车台次, formula: intake, goal: ≥ 650, owner: 前台主管, each: month}
  customers:   {goal: 不少于 1500, owner: 客服主管, start: 1320, was: base}
  events:      {name: 试驾活动, goal: 12, unit: 次, owner: 市场经理, from: 2026-05, until: 2026-10, stretch: 15}
  sold:
    goal: 3000
    owner: 销售经理
    split:
      城东:
        goal: 1800
        stretch: 2000
        owner: 城东经理
        split: {甲组: 1000, 乙组: {goal: 800, revisions: [{from: 2026-07, goal: 600, why: 一人调走}]}}
        revisions: [{from: 2026-07, goal: 1600, why: 一人调走}]
      城西: 1200
    revisions: [{from: 2026-07, goal: 2800, phasing: {7-9: 40%}, why: 总公司调整}]

milestones:
  expo:
    name: 春季车展
    due: 2026-04-30
    owner: 市场经理
    support: [展厅经理]
    results:
      orders: ≥ 40
      visits: {name: 来店批次, unit: 批, goal: tbd}
      first:  {name: 首次来店, unit: 批, goal: tbd, within: visits, above_whole: warn}
    revisions: [{from: 2026-03, due: 2026-05-15, why: 场地改期}]
"""

GROUP = """\
plan: aftersales-2026
group: yuntong
stores: {file: stores-2026.xlsx, sheet: 售后}
period: 2026
comparable: 13
peers: [brand, class]
measures:
  workshop: {name: 维修产值, unit: 元}
  score:    {name: 满意度得分, unit: 分, over_time: mean, over_stores: {mean: surveys}}
  surveys:  {name: 有效问卷, unit: 份}
targets:
  workshop: {goal: by store, group_goal: 20亿, buffer: 5%}
  score:    {goal: 90}
"""


TITLE, HEAD = "The plan file", "| key | what it says |"
END = "A star marks what must be there. What the figures mean is in [figures.md](figures.md)."
ABOUT = """\
Made from the schema: `UPDATE_GOLDEN=1 make quick` renews this page and [plan.schema.json](plan.schema.json),
which editors use for completion (`# yaml-language-server: $schema=plan.schema.json` as the first line).

YAML in UTF-8, at most 1 MiB. Scalars are taken as written: `no`, `012`, `12:30` stay text until a key gives them
a meaning, and numbers are exact: `6,000,000`, `600万`, `1.2亿`, `6M`, `800k`, `93%`, `2‰`, full-width forms too.
A goal that begins with `>`, or a number with commas inside braces, stands in quotes: `goal: '>= 93%'`.

Units may have a scale, in which goals and values are then read, kept and shown; a bare scale behind a number
under one may mean two things and is refused:

| `unit` | write | is refused |
|---|---|---|
| `元` | `6000000`, `600万`, `600万元` | `600台`, `$600` |
| `万元` | `600`, `600万元`, `6,000,000元` | `600万`: 600万元, or 600万 of 万元? |
| `k USD` | `470`, `470 k USD`, `$470,000` | `470k` |
| `million USD` | `1.2`, `1.2 million USD`, `$1,200,000` | `1.2 million` |

An example with every key:"""


OF_GROUP = "A plan of a group, whose stores and their goals stand in a table beside it ([groups](groups.md)):"


def page() -> str:
    """The reference as a page."""
    return _page(TITLE, ABOUT, OF_GROUP, {part: title for part, (_, title) in PARTS.items()}, HEAD, KEYS, END)


def chinese_page() -> str:
    """The same in Chinese."""
    zh = reference_zh
    return _page(zh.TITLE, zh.ABOUT, zh.OF_GROUP, zh.TITLES, zh.HEAD, zh.KEYS, zh.END)


def _page(
    title: str, about: str, of_group: str, titles: dict[str, str], head: str, keys: dict[str, dict[str, str]], end: str
) -> str:
    parts = [f"# {title}", f"{about}\n\n```yaml\n{EXAMPLE}```", f"{of_group}\n\n```yaml\n{GROUP}```"]
    for part, (model, _) in PARTS.items():
        rows = [f"| `{key}`{required} | {keys[part][key]} |" for key, required in _keys(model)]
        parts.append(f"## {titles[part]}\n\n{head}\n|---|---|\n" + "\n".join(rows))
    return "\n\n".join([*parts, end]) + "\n"


def _keys(model: type[BaseModel]) -> list[tuple[str, str]]:
    return [(field.alias or name, " *" if field.is_required() else "") for name, field in model.model_fields.items()]


def json_schema() -> dict[str, Any]:
    """The JSON Schema: pydantic's, with the reference's words, and the short forms that the loader spells out."""
    made = schema.PlanFile.model_json_schema()
    definitions = {"": made} | {part: made["$defs"][model.__name__] for part, (model, _) in list(PARTS.items())[1:]}
    for part, definition in definitions.items():
        for key, property in definition["properties"].items():
            property.pop("title", None)
            property["description"] = KEYS[part][key].replace("`", "")
        definition.pop("title", None)
    for part, model in (("split", "SplitPart"), ("results", "ResultPart")):
        for owner in ("targets", "split", "milestones"):
            values = definitions[owner]["properties"].get(part)
            if values:
                values["additionalProperties"] = {"anyOf": [{"$ref": f"#/$defs/{model}"}, *SCALAR]}
    for part in ("measures", "targets", "milestones"):
        values = made["properties"][part]["additionalProperties"]
        made["properties"][part]["additionalProperties"] = {"anyOf": [values, {"type": "null"}]}
    for owner, key in (
        ("measures", "aliases"),
        ("milestones", "support"),
        ("calendar", "closed"),
        ("imports", "ignore"),
    ):
        values = definitions[owner]["properties"][key]
        definitions[owner]["properties"][key] = {
            "anyOf": [{"type": "array", "items": values["items"]}, *SCALAR],
            "description": values["description"],
        }
    made["anyOf"] = [{"required": ["store"]}, {"required": ["group", "stores"]}]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "dealerplan plan file", **made}


SCALAR = [{"type": "string"}, {"type": "integer"}, {"type": "number"}]
