"""The forms of the kinds that compare (名次、与参照比较)."""

from .elements import Field, Line, Rows, Share
from .form import Form
from .leaves import COMPARED, top

RANK = Form(
    "rank", "按名次得分", "在全体或同组里排第几，得几分；三种写法选一种",
    (
        Rows("steps", "前几名或前百分之几（累计）", Line(
            "前 {top} 名，前 {top_share}，得 {points} 分", Field("top", "前几名"), Share("top_share", "前几成（30% 或 0.3）"),
            Field("points", "得几分"), always=True, said="[前 {top} 名 ][前 {top_share} ]得 {points} 分")),
        Line("第一名 {linear.first} 分，第 {linear.over} 名 {linear.last} 分，中间按名次均匀递减", Field("linear.first", "第一名几分"),
             Field("linear.over", "到第几名（最后一名留空）"), Field("linear.last", "末名几分"), more=True,
             said=lambda get: f"第一名 {{linear.first}} 分，{'第 {linear.over} 名' if get('linear.over') else '最后一名'} {{linear.last}} 分，均匀递减"),
        Line("第一名 {decrement.first} 分，每低一名少 {decrement.by} 分", Field("decrement.first", "第一名几分"),
             Field("decrement.by", "每低一名少几分"), more=True),
        COMPARED,
    ),
    tail=top,
)

RELATIVE = Form(
    "relative", "与参照数比较", "比平均、最好或给定的数高多少加多少，低多少扣多少",
    (
        Line("与{to}比", Field("to", "与什么比", default="mean", options={"mean": "平均", "best": "最好的", "given": "给定的数"}), always=True),
        Line("给定的数 {reference}", Field("reference", "给定的数"), more=True),
        Line("每高 {per} 加 {per_above} 分，低的扣 {per_below} 分", Field("per", "每多少算一份", default=1),
             Field("per_above", "高一份加几分", default=0), Field("per_below", "低一份扣几分", default=0), always=True,
             said=lambda get: "，".join(["每高 {per} 加 {per_above} 分"] * bool(get("per_above"))
                                       + ["每低 {per} 扣 {per_below} 分"] * bool(get("per_below"))) or "高低都一样"),
        Line("相等得 {base} 分", Field("base", "相等得几分（满分留空）", empty="满"), always=True,
             said=lambda get: "相等得 {base} 分" if get("base") else "相等得满分"),
        COMPARED,
    ),
    tail=top,
)
