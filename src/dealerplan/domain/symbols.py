"""The words that units are made of: currencies, scales, counting words; each said once."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

_CURRENCIES = {
    "CNY": "元 人民币 ¥ rmb yuan renminbi 圆",
    "USD": "美元 美金 $ us$ dollar dollars",
    "HKD": "港元 港币 港幣 hk$",
    "TWD": "新台币 台币 nt$",
    "MOP": "澳门元 澳门币 mop$",
    "EUR": "欧元 € euro euros",
    "GBP": "英镑 £ pound pounds sterling",
    "JPY": "日元 日圆 円 yen",
    "KRW": "韩元 韩币 ₩ won",
    "SGD": "新加坡元 新元 新币 s$",
    "AUD": "澳元 澳币 a$ au$",
    "CAD": "加元 加币 c$ ca$",
    "CHF": "瑞士法郎 franc francs",
    "THB": "泰铢 ฿ baht",
    "VND": "越南盾 ₫ dong",
    "MYR": "马币 林吉特 令吉 rm ringgit",
    "IDR": "印尼盾 rp rupiah",
    "INR": "印度卢比 卢比 ₹ rs rupee rupees",
    "RUB": "卢布 ₽ rouble roubles ruble rubles",
}
CURRENCIES: Mapping[str, str] = {
    word: code for code, words in _CURRENCIES.items() for word in (code.casefold(), *words.split())
}
"""The code of each currency by its signs and words, in small letters."""
CURRENCY_NAMES: Mapping[str, str] = {code: words.split()[0] for code, words in _CURRENCIES.items()}
"""What each is called in Chinese, by its code."""

YEN = "¥"  # of China, and of Japan where amounts are in yen

SHARES = {"%": Fraction(1, 100), "‰": Fraction(1, 1000)}
SHARE_WORDS: Mapping[str, str] = {  # without spaces
    "%": "%", "percent": "%", "pct": "%", "percentage": "%", "百分比": "%", "百分点": "%",
    "个百分点": "%", "‰": "‰", "permille": "‰", "千分比": "‰",
}  # fmt: skip

SCALES: Mapping[str, int] = {
    "十": 10, "百": 100, "千": 1000, "万": 10**4,
    "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9,
    "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "k": 1000, "thousand": 1000, "thousands": 1000, "000s": 1000, "000": 1000,
    "m": 10**6, "mn": 10**6, "mln": 10**6, "million": 10**6, "millions": 10**6,
    "bn": 10**9, "billion": 10**9, "billions": 10**9,
}  # fmt: skip
"""What each scale word multiplies by, in small letters."""

PLAIN_FORMS = str.maketrans("萬億仟佰拾輛臺幣圓個單戶張條", "万亿千百十辆台币圆个单户张条")
"""The plain characters of those that accounts and traditional script write in units."""

WAN = "w"  # 万 in haste: read behind a typed number, refused as a unit

_THINGS = (
    "台 辆 台次 台数 辆次 部 car cars vehicle vehicles unit units", "个 次 项 场 times",
    "人 位 名 person persons people", "元件", "件 pcs piece pieces item items", "单 order orders", "份 copy copies",
    "张 sheet sheets", "户 household households account accounts", "条", "套 set sets", "家 store stores", "起",
    "批 批次 batch batches", "组 group groups", "笔", "例 case cases", "人次 visit visits visitor visitors",
    "车次 trip trips", "工单 ro ros workorder workorders repairorder repairorders", "块", "枚", "只", "支", "瓶",
    "桶", "盒 box boxes", "箱", "本", "颗", "对 双 pair pairs", "副", "间 room rooms", "座", "层", "篇",
    "页 page pages", "封", "通 call calls", "票 invoice invoices", "趟", "班", "回", "轮", "届", "期", "堂", "节",
    "门", "课 lesson lessons", "款", "种", "处", "道", "根", "片", "把", "卷", "袋", "包", "宗", "幅", "幢", "栋",
    "队", "班次", "人员 staff employee employees", "客户 customer customers client clients",
    "合同 contract contracts", "保单 policy policies", "线索 lead leads", "投诉 complaint complaints",
    "预约 appointment appointments", "索赔 claim claims", "会员 member members", "活动 event events",
    "试驾 drive drives", "讲座 lecture lectures", "工位 bay bays", "岗位 post posts", "jobs job", "tickets ticket",
    "parts part", "reviews review", "referrals referral", "inspections inspection", "repairs repair",
)  # fmt: skip
_TIMES = (
    "小时 h hr hrs hour hours 工时 labourhours laborhours labourhour laborhour",
    "天 日 day days", "分钟 min mins minute minutes", "秒 sec second seconds",
    "周 星期 week weeks", "月 个月 month months", "季度 quarter quarters", "年 year years",
    "工日 人天",
)  # fmt: skip
_SCORES = ("分 分数 百分 百分制 point points pts score scores",)
_QUANTITIES = (
    "升 公升 l litre litres liter liters", "毫升 ml", "公里 千米 km kilometre kilometres kilometer kilometers",
    "米 m metre metres meter meters", "公斤 千克 kg", "克 g", "吨 t ton tons tonne tonnes", "度 千瓦时 kwh",
    "千瓦 kw", "平方米 平米 ㎡ m² m2 sqm", "立方米 m³ m3", "千卡 kcal", "千伏 kv", "千帕 kpa", "兆瓦 mw",
    "兆瓦时 mwh", "斤", "箱次",
)  # fmt: skip


def _grouped(groups: tuple[str, ...]) -> dict[str, str]:
    return {word: group.split()[0] for group in groups for word in group.split()}


THINGS: Mapping[str, str] = _grouped(_THINGS)
TIMES: Mapping[str, str] = _grouped(_TIMES)
SCORES: Mapping[str, str] = _grouped(_SCORES)
QUANTITIES: Mapping[str, str] = _grouped(_QUANTITIES)
"""One symbol for each group of words that count, or measure, the same; words are written without spaces."""
