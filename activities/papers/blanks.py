"""空白表: the forms that schools know (spec 09), empty, to be filled in by hand; what is written on paper counts the same."""
from __future__ import annotations

from dataclasses import dataclass
from html import escape

from documents.paper import Paper, seal
from school import clock
from school.models import School

PAGE = 250  # mm of type on an A4 sheet of a record
LINE, HEADING, SIGNED, NOTE, TITLE, SEAL = 8.3, 8.4, 9, 11, 17, 44  # mm
BY_HAND = "手写同样有效：填好签名，交教导处录入或归档。"


@dataclass(frozen=True)
class Blank:
    """One form as data: its head, a table, parts to write in; what the sheet has left is shared out among the parts or the rows.

    head: the labels of each line; one label alone takes the whole line. columns: of the table, with their width in mm (0: the rest).
    rows: how many and how high; none: as many as the sheet holds. parts: titles and their share. overleaf: the parts on the back. sealed: room for
    the seal beneath the signatures.
    """

    title: str
    head: tuple[tuple[str, ...], ...] = ()
    columns: tuple[tuple[str, int], ...] = ()
    rows: int = 0
    high: float = 10
    parts: tuple[tuple[str, int], ...] = ()
    overleaf: bool = False
    sealed: bool = False
    below: str = ""
    signs: tuple[tuple[str, ...], ...] = ()


_LESSON = (("授课教师", "听课人", "学　科"), ("班　级", "节　次", "课　型"), ("日　期", "地　点", "方　式"), ("课　题",))
_HELD = (("主　题",), ("类　型", "日　期"), ("地　点", "主　讲"), ("主　持", "记录人"), ("参　加",), ("学　时", "附　件"))
_RECORD = (("一、过程", 5), ("二、互动", 2), ("三、收获", 2), ("四、后续", 1))
_CHECKED = (("序号", 11), ("姓　名", 22), ("学　科", 20), ("次数", 15), ("等　级", 18), ("评语或问题", 0), ("整改与复查", 36))
_SIGN_IN = (("序号", 9), ("姓　名", 18), ("组", 16), ("签　名", 0), ("时间", 11))

BLANKS = {
    "observation": Blank(
        "听课记录", _LESSON, (("环　节", 27), ("时间", 14), ("师生活动", 0), ("即时点评", 44)), 4, 47, (("优点", 4), ("建议", 4), ("总评（得分、等级）", 1)),
        overleaf=True, signs=(("听课人", "授课教师", "日期"),)),
    "activity": Blank("研修活动记录", _HELD, parts=_RECORD, signs=(("记录人", "主持人"),)),
    "meeting": Blank("会议记录", _HELD, parts=(("一、过程", 4), ("二、议决事项（谁办、何时办完）", 3), ("三、后续", 1)), signs=(("记录人", "主持人"),)),
    "preparation": Blank(
        "集体备课记录", (("教研组", "时　间"), ("地　点", "主　持"), ("主备人", "记录人"), ("参　加",), ("缺　席",), ("课　题",)),
        parts=(("一、目标与重难点", 2), ("二、主备人发言", 4), ("三、讨论（问题—观点—共识）", 4), ("四、修改", 2), ("五、分工与成果", 2), ("六、课后反思", 2)),
        signs=(("主备人", "组长", "教导处"),)),
    "sign-in": Blank("校本研修活动签到表", (("主　题",), ("时　间", "地　点"), ("主　持", "主　讲"), ("应到", "实到", "请假", "缺席")), _SIGN_IN * 2,
                     signs=(("主持人", "记录人"),)),
    "inspection": Blank("备课、作业批改检查记录", (("检查内容",), ("检查人", "日　期")), _CHECKED, signs=(("检查人签名", "审核"),),
                        below="检查内容写明备课、作业批改或别的；“次数”写教案课时数或批改次数，抽查的写明抽到哪一类。"),
    "pair": Blank("师徒结对协议", (("师　傅", "徒　弟"), ("期　限", "帮带方面")), parts=(("目标与措施", 3), ("双方约定", 3)),
                  signs=(("师傅（签名）", "徒弟（签名）"),), sealed=True),
    "station": Blank("蹲点（视导）记录", (("蹲点领导", "所蹲的组"), ("日　期", "地　点"), ("听了谁的课",)),
                     parts=(("看了什么", 3), ("发现的问题", 2), ("当面怎样说、怎样改", 3), ("跟进与结果", 2)), signs=(("蹲点领导", "组长"),)),
    "trip": Blank("外出学习审批及汇报表", (("姓　名", "学　科"), ("学习内容",), ("地　点", "时　间"), ("费　用",), ("审批意见",)),
                  parts=(("学习心得", 5), ("二次培训（时间、地点、讲什么）", 2)), signs=(("本人", "审批人"),)),
    "topic": Blank("小课题登记表", (("课题名称",), ("级　别", "立项编号"), ("主持人", "起　止"), ("成　员",)),
                   (("什么时候", 30), ("阶段任务", 0), ("负　责", 24)), 5, 13, (("要解决的问题", 2), ("学校意见", 1)),
                   signs=(("主持人", "审核"),), sealed=True),
    "conclusion": Blank("小课题结题表", (("课题名称",), ("级　别", "立项编号"), ("主持人", "起　止"), ("成　员",)),
                        parts=(("要解决的问题", 1), ("结题小结", 4), ("成果", 2), ("学校意见", 1)), signs=(("主持人", "审核"),), sealed=True),
    "plan": Blank("个人研修计划", (("姓　名", "学　科", "教研组"), ("学　期", "任　课", "教　龄")),
                  parts=(("一、现状和要解决的问题", 3), ("二、目标", 2), ("三、做什么、什么时候做", 5), ("四、打算做多少（听课、公开课、反思、读书）", 2),
                         ("五、期末回顾", 3)),
                  signs=(("本人", "教研组长", "教导处"),)),
    "hours": Blank("学时登记表", (("姓　名", "工　号", "学　期"),),
                   (("序号", 11), ("日　期", 26), ("活动内容", 0), ("方　式", 24), ("主　讲", 22), ("学时", 13), ("证明人", 24)), high=9,
                   below="合计：<u>　　　　　　</u>学时。", signs=(("本人", "教研组长"),), sealed=True),
    "reading": Blank("读书交流评分表", (("活　动", "日　期"),), (("序号", 11), ("姓　名", 22), ("书名或题目", 0), ("内　容<br>40分", 17),
                                                         ("联系教学<br>30分", 19), ("表　达<br>20分", 17), ("时　间<br>10分", 17), ("合　计", 16)),
                     signs=(("评委", "日期"),)),
}


def blank_paper(form: Blank, school: School) -> Paper:
    """One empty form that fills its sheet: lines, rows and room to write."""
    end = NOTE + SIGNED * len(form.signs) + (SEAL if form.sealed else 0) + (6 if form.below else 0)
    left = PAGE - TITLE - LINE * len(form.head) - (0 if form.overleaf else end)
    table = ""
    if form.columns:
        left -= 16 if any("<br>" in head for head, _ in form.columns) else 12
        rows = form.rows or int(left // form.high)
        left -= rows * form.high
        table = _table(form, rows)
    if form.overleaf:
        left = PAGE - end
    shares = sum(share for _, share in form.parts) or 1
    room = left - HEADING * len(form.parts)
    parts = "".join(
        f'<h2>{title}</h2><p class="flat" style="height:{room * share / shares - 2:.1f}mm"></p>' for title, share in form.parts
    )
    signed = "".join("<p>" + "".join(f'{label}：<u{" class=n" if len(line) > 2 else ""}></u>' for label in line) + "</p>" for line in form.signs)
    name = escape(school.name)
    html = (
        f'<h1>{form.title}</h1><p class="line"><span class="to-r">编号：　　　　　　</span>{name}</p>{_head(form)}{table}'
        + (f'<div class="frame{" new" if form.overleaf else ""}">{parts}</div>' if parts else "")
        + (f'<p class="line" style="padding-top:6pt">{form.below}</p>' if form.below else "")
        + f'<p class="note">{BY_HAND}</p><div class="signs tight-signs">{signed}</div>{seal() if form.sealed else ""}'
    )
    return Paper(f"{form.title}（空白）", school.office_name, clock.today(), html, "form", f"{school.name}　{form.title}")


def _head(form: Blank) -> str:
    """The lines of labels; each value takes what its line leaves it."""
    if not form.head:
        return ""
    most = max(map(len, form.head))
    lines = "".join(
        "<tr>" + "".join(f'<th>{label}</th><td colspan="{2 * most // len(line) - 1}"></td>' for label in line) + "</tr>" for line in form.head
    )
    return f'<table class="kv{" up" if form.parts and not form.columns else ""}"><colgroup>{"<col style=width:20mm><col>" * most}</colgroup>{lines}</table>'


def _table(form: Blank, rows: int) -> str:
    """Empty rows; every column 序号 goes on counting where the one before it ended."""
    cols = "".join(f'<col style="width:{width}mm">' if width else "<col>" for _, width in form.columns)
    heads = "".join(f"<th>{head}</th>" for head, _ in form.columns)
    numbered = [at for at, (head, _) in enumerate(form.columns) if head == "序号"]
    body = "".join(
        f'<tr style="height:{form.high}mm">'
        + "".join(f"<td>{row + 1 + rows * numbered.index(at) if at in numbered else ''}</td>" for at in range(len(form.columns))) + "</tr>"
        for row in range(rows)
    )
    return f'<table class="rows blank{"" if form.overleaf else " gap"}"><colgroup>{cols}</colgroup><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
