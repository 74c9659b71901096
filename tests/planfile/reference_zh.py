"""The Chinese of the plan-file reference: titles of its parts, and what every key says."""

from __future__ import annotations

TITLES: dict[str, str] = {
    "": "文件",
    "calendar": "`calendar` 营业日",
    "reporting": "`reporting` 报数期限",
    "imports": "`imports` 导入",
    "measures": "数据项：`measures: {ID: …}`",
    "targets": "指标：`targets: {ID: …}`",
    "split": "成员的目标：`split: {MEMBER: …}`（只写目标是 `{goal: …}` 的简写）",
    "target revisions": "目标调整：指标或成员的 `revisions: [{…}]`",
    "milestones": "重点工作：`milestones: {ID: …}`",
    "results": "成果：`results: {ID: …}`（只写目标是 `{goal: …}` 的简写）",
    "milestone revisions": "期限调整：重点工作的 `revisions: [{…}]`",
}

KEYS: dict[str, dict[str, str]] = {
    "": {
        "plan": "计划的 id：任何文字的字母、数字、`-` 和 `_`。",
        "store": "门店的 id，实际数归这家门店；同一门店的计划共用实际数。",
        "store_name": "门店名称，用在 status 和报告的抬头；不写则用 id。",
        "period": "`2026`、`2026-H2`、`2026-Q3`、`2026-03` 或 `{from: 2026-07, to: 2027-06}`；整月，至多 36 个月。",
        "name": "计划的名称；不写则用 id。",
        "department": "哪个部门的计划。",
        "owner": "计划的责任人。",
        "currency": "金额的币种：`CNY`、`USD`；单位只写倍数（`k`、`万`）时就是它。",
        "notes": "其他说明。",
        "calendar": "哪些天营业；不写则天天营业。",
        "reporting": "每月的报数期限。",
        "imports": "怎样读实际数文件。",
        "tolerance": "累计型落后多少以内算预警而不算落后：`10%`。",
        "measures": "每月结账后录入的数据项。",
        "targets": "指标：在数据项的公式上定的目标。",
        "milestones": "重点工作：到某一天完成的一次性工作。",
    },
    "calendar": {
        "country": "两个大写字母（ISO 3166）：`CN`。",
        "open": "`all`（每天）或 `workdays`（该国的工作日，含调休上班）。",
        "closed": "另外停业的日子：`[2026-02-17, 2026-02-18]`。",
    },
    "reporting": {
        "on_time_until": "次月几日以前报数算按时：`5`。",
        "locked_after": "次月几日以前不必 `reopen` 就能录入：`10`；月份较短时为月末。",
    },
    "imports": {
        "ignore": "文件中有、但没有人录入的行名和列名：`[毛利, 库存]`；不能是本计划的数据项或指标。",
    },
    "measures": {
        "name": "名称；公式和命令里也可以用。",
        "unit": "`元`、`万元`、`台`、`万辆`、`k USD`、`%` 等：数的是什么，倍数多大。数值和目标都按它保存；别的单位会被拒绝。不写 `decimals` 时，应达数金额算到分，带倍数的数量算到一件，其余算到整数。",
        "basis": "统计口径：到底数的是什么。",
        "within": "它所属的整体，不能大于该数据项。",
        "over_time": "各月怎样合并：`sum` 合计（默认）、`last` 取期末、`mean` 取平均。",
        "above_whole": "大于整体时怎么办：`refuse` 拒绝（默认）或 `warn` 提醒。",
        "members": "由谁分别录入：`[城东, 城西]`，或成员的成员 `{华东: [甲, 乙], 华南: [丙]}`。它是各成员之和。一个成员可以写 `{name: 城东店, from: 2026-06, until: 2026-11, members: [甲]}`：在这些月份之外没有数。",
        "aliases": "别名，如导入文件里的列名。",
        "decimals": "应达数向下取到几位小数：0 到 6。",
    },
    "targets": {
        "goal": "`600万`、`>= 93%`、`under 2%`、`不少于 4`、`93% 以上`、`90% .. 95%`、`over last year`、`+15% on last year`、`去年的110%`、`+2pp on last year`、`tbd`；也可以写 `up to 2%`、`2%以内`、`between 1m and 2m`、`力争1200万`。",
        "name": "名称。",
        "formula": "`+ - * /`、括号、数字、数据项、`open_days`、`days`、`months`。不写则为与指标同 id 的数据项。",
        "unit": "公式的值的单位，与数据项的单位不同时才写；不能换成另一种倍数。",
        "owner": "责任人。",
        "part_of": "它是哪个指标的一部分。",
        "each": "目标是每个 `month` 月、`quarter` 季、`half` 半年或 `year` 年各自的。",
        "from": "从哪个月起，与计划期不同时才写：目标、各期、期末都按这些月份。",
        "until": "到哪个月止。",
        "stretch": "挑战目标，方向相同、更进一步：列在旁边，状态仍按目标评定。",
        "start": "时点型在首月之前的数：目标沿直线逐步接近。",
        "tolerance": "代替计划的容差；对比率型、时点型则代替 2%。",
        "min_volume": "比率 N / D 的分母低于它时不作评判。",
        "phasing": "累计型的目标怎样分到各月：`even` 平均、`open_days` 按营业日，或 `{3-5: 8000, Q4: 30%, 2026-02: 5%}`；没写到的月份平分余数。不写则平均；与去年相比的目标照去年各月；拆分后成员各有自己的月份时，照各部分的应达。",
        "split": "公式是单个数据项时，每个成员一个目标：`{城东: 18000, 城西: 12000}`。",
        "revisions": "从某月起的新目标；此前各月的应达不变。",
    },
    "split": {
        "goal": "成员的目标；只写数字时方向与总目标相同。",
        "owner": "责任人；不写则为总目标的责任人。",
        "split": "该成员下属成员的目标。",
        "revisions": "该成员目标的调整。",
        "stretch": "该成员的挑战目标。",
    },
    "target revisions": {
        "from": "新目标的第一个月。",
        "goal": "新目标；只写数字时方向与最初目标相同。",
        "why": "原因。",
    },
    "milestones": {
        "name": "名称。",
        "due": "期限：`2026-03-31`；不写则为计划期的最后一天。",
        "owner": "责任人。",
        "support": "须配合的人或部门。",
        "results": "要带来的成果。",
        "revisions": "新的期限；最初的仍会显示。",
    },
    "results": {
        "goal": "须达到多少；只需记下时写 `tbd`。",
        "name": "名称。",
        "unit": "单位。",
        "within": "它所属的成果项。",
        "above_whole": "大于整体时怎么办：`refuse` 拒绝（默认）或 `warn` 提醒。",
    },
    "milestone revisions": {
        "from": "在哪个月决定的。",
        "due": "新的期限。",
        "why": "原因。",
    },
}

TITLE, HEAD, END = "计划文件", "| 键 | 说明 |", "带星号的键必须写。各项数字的含义见 [figures.md](figures.md)。"
ABOUT = """\
本页由程序的结构生成：`UPDATE_GOLDEN=1 make quick` 更新本页和 [plan.schema.json](../plan.schema.json)，编辑器可用后者自动补全
（首行写 `# yaml-language-server: $schema=plan.schema.json`）。

YAML 格式，UTF-8 编码，至多 1 MiB。值照写的文字读取：`no`、`012`、`12:30` 在某个键赋予含义之前都是文字；数字是精确的：`6,000,000`、`600万`、`1.2亿`、`6M`、
`800k`、`93%`、`2‰`，全角也行。以 `>` 开头的目标、花括号里带逗号的数，要加引号：`goal: '>= 93%'`。

单位可以带倍数，目标和数值就按它来读、来存、来显示；这时数字后面光写一个倍数可能有两种意思，因此拒绝：

| `unit` | 可以写 | 会拒绝 |
|---|---|---|
| `元` | `6000000`、`600万`、`600万元` | `600台`、`$600` |
| `万元` | `600`、`600万元`、`6,000,000元` | `600万`：是 600万元，还是 600万 个万元？ |
| `k USD` | `470`、`470 k USD`、`$470,000` | `470k` |
| `million USD` | `1.2`、`1.2 million USD`、`$1,200,000` | `1.2 million` |

用到每个键的例子："""
