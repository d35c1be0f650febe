"""研修材料的种类 as data: what each asks, what it costs a teacher in minutes, who reads it and who sees it.

The list is that of the mission (A10, A11); a school changes its own rows. Prompts are questions and hold no sentences
to copy. Lengths are hints and never a lock. 政治、业务、自学 notes: seeds 001 and 004.
"""
from __future__ import annotations

from dataclasses import dataclass

from activities.models import WorkKind
from school.models import School

COLLECTIVE = "集体"  # 获奖与发表 that belong to the group: 优秀教研组

SELF, GROUP, SCHOOL = WorkKind.Privacy.SELF, WorkKind.Privacy.GROUP, WorkKind.Privacy.SCHOOL


@dataclass(frozen=True)
class Kind:
    name: str
    minutes: int
    length: int
    prompts: tuple[str, ...]
    topics: tuple[str, ...] = ()
    review: bool = True
    privacy: str = GROUP
    unit: str = "篇"
    compared: bool = False
    levels: tuple[str, ...] = ()
    proof: bool = False


KINDS = (
    Kind("反思", 15, 250, ("哪一刻出了意外？", "学生说了什么、做了什么？", "再上一次，你会改哪一处？"), privacy=SELF),
    Kind("心得", 30, 500, ("哪一句话或哪件事让你停下来想？", "它和你班上的哪个学生、哪节课有关？", "你打算试什么？")),
    Kind("学习笔记", 20, 0, ("记下了什么？", "哪一点用得上，用在哪里？"), topics=("政治", "业务", "自学"), review=False,
         privacy=SELF),
    Kind("案例", 40, 800, ("事情是怎样发生的？", "你当时怎样处理，为什么？", "换一种办法会怎样？")),
    Kind("案例点评", 15, 200, ("最值得学的是哪一步？", "你会在哪里做得不一样？")),
    Kind("随笔", 20, 300, ("今天有什么事一直放不下？", "它让你想起了什么？"), privacy=SELF),
    Kind("叙事", 30, 600, ("谁，在什么时候，做了什么？", "后来怎样了？", "你从中看到了什么？")),
    Kind("课堂实录", 60, 1500, ("哪一段值得一句一句记下来？", "学生的原话是什么？"), unit="节"),
    Kind("课例分析", 40, 800, ("这节课要解决什么问题？", "哪一个环节起了作用，凭什么这样说？", "哪里没有达到？")),
    Kind("读后感", 30, 500, ("读的是哪一本、哪一章？", "哪一句和你的想法不一样？", "课堂上能试哪一条？")),
    Kind("理论摘录", 15, 0, ("摘自哪里，第几页？", "为什么摘这一段？"), review=False, privacy=SELF, unit="则"),
    Kind("论文", 180, 2000, ("要回答的问题是什么？", "用了什么办法，看到了什么？", "得出什么，还有什么不知道？"), privacy=SCHOOL, compared=True),
    Kind("调查报告", 120, 1500, ("问了谁，多少人，怎样问的？", "数字是多少？", "学校可以做什么？"), privacy=SCHOOL, compared=True),
    Kind("教学设计", 60, 1000, ("学完以后学生能做什么？", "难在哪里，怎样让他们自己走过去？", "怎样知道他们会了？"), privacy=SCHOOL,
         unit="份", compared=True),
    Kind("课件", 40, 0, ("给哪一课用，解决什么？", "别人拿去用要注意什么？"), privacy=SCHOOL, unit="个"),
    Kind("微课", 60, 0, ("讲清哪一个点？", "学生在哪里看，看了做什么？"), privacy=SCHOOL, unit="节"),
    Kind("试卷分析", 30, 500, ("哪几题错得多，各有多少人？", "错在哪一步，为什么？", "接下来一周补什么？"), unit="份"),
    Kind("基本功", 10, 0, ("写的、画的、读的是什么？", "这一周比上一周好在哪里？"), topics=("三笔字", "朗读", "普通话", "简笔画", "课件"),
         privacy=SCHOOL, unit="件"),
    Kind("一师一优课", 10, 0, ("哪一课，传到了哪里？", "上传成功的截图拍了吗？"), topics=("一级指标", "二级指标", "三级指标"), privacy=SCHOOL, unit="节",
         proof=True),
    Kind("获奖与发表", 5, 0, ("哪一天得的，哪一家发的？", "证书或刊物的封面、目录拍了吗？"),
         topics=("论文", "教学设计", "优质课", "课件微课", "指导学生", COLLECTIVE), privacy=SCHOOL, unit="项",
         levels=("国家级", "省级", "市级", "县级", "校级"), proof=True),
    Kind("总结", 40, 800, ("原来打算做什么？", "做成了哪些，有什么可以看到？", "没有做成的，为什么？"), unit="份"),
)


def lacking(school: School) -> list[str]:
    """The usual kinds a school has not got: it began before they were thought of."""
    known = set(WorkKind._base_manager.filter(school=school).values_list("name", flat=True))
    return [kind.name for kind in KINDS if kind.name not in known]


def seed_kinds(school: School) -> dict[str, WorkKind]:
    """The kinds a school begins with, by name; kinds it has already stay as it made them."""
    known = {kind.name: kind for kind in WorkKind._base_manager.filter(school=school)}
    WorkKind._base_manager.bulk_create(
        WorkKind(
            school=school, name=kind.name, order=order, topics=list(kind.topics), prompts=list(kind.prompts),
            length_hint=kind.length, minutes=kind.minutes, needs_review=kind.review, privacy=kind.privacy, unit=kind.unit, compared=kind.compared,
            levels=list(kind.levels), proof=kind.proof,
        )
        for order, kind in enumerate(KINDS, 1) if kind.name not in known
    )
    return {kind.name: kind for kind in WorkKind._base_manager.filter(school=school)}
