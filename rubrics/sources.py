"""Where evidence comes from (评价依据的来源): the keys a rubric may name and the shape each gives.

Data only; the function that answers for all teachers stands in evaluation/evidence.py under the same head.
"""

from dataclasses import dataclass

COUNT, COUNTS, DONE_OF, NUMBER = "count", "counts", "done/of", "number"
TIER, RANK, AWARDS, CONDITIONS = "tier", "rank", "awards", "conditions"
GROUP, RATINGS, ANYTHING = "group", "ratings", "anything"


@dataclass(frozen=True)
class Source:
    """来源: its head, its name for people, what stands behind the colon, and the shapes of evidence it gives."""

    head: str
    label: str
    argument: str  # what is named behind the colon; empty: nothing
    optional: bool  # whether the argument may be left out
    gives: tuple[str, ...]
    choices: tuple[str, ...] = ()  # the only words allowed behind the colon


SOURCES: dict[str, Source] = {
    source.head: source
    for source in (
        Source("works", "研修材料", "种类，可加 /主题", False, (COUNT, DONE_OF, TIER)),
        Source("attendance", "考勤", "研修内容", False, (DONE_OF, COUNTS)),
        Source("part", "参与方式（参加、主讲、出课）", "研修内容", False, (COUNTS,)),
        Source("observations", "听课记录", "made 听课，received 被听课", False, (COUNT, DONE_OF), ("made", "received")),
        Source("instrument", "评价表与问卷", "名称", False, (NUMBER,)),
        Source("assessment", "评定结果", "研修内容", False, (TIER, NUMBER)),
        Source("contest", "评比", "名称", False, (TIER, RANK, AWARDS, NUMBER)),
        Source("inspection", "检查", "名称或查什么", False, (NUMBER, COUNTS, TIER)),
        Source("conduct", "师德考核记录", "", True, (COUNTS,)),
        Source("class_awards", "班级获奖（先进班级）", "", True, (COUNT,)),
        Source("open_lessons", "公开课", "种类", True, (COUNT,)),
        Source("mentorship", "师徒结对", "", True, (CONDITIONS,)),
        Source("hours", "学时", "", True, (NUMBER,)),
        Source("achievements", "个人获奖", "种类（论文、优质课、称号、课题……）", True, (AWARDS, COUNT)),
        Source("group", "集体得分", "组的种类", False, (GROUP,)),
        Source("ratings", "多方评分", "评价表的名称", False, (RATINGS,)),
        Source("manual", "人工录入", "", True, (ANYTHING,)),
    )
}

# Which shapes each kind of rule can read; a combinator reads those of the rules inside it.
SHAPES_OF_KIND: dict[str, tuple[str, ...]] = {
    "judged": (NUMBER,), "tiers": (TIER,), "bands": (NUMBER, DONE_OF), "count": (COUNTS, COUNT),
    "quota": (COUNT, DONE_OF), "ratio": (DONE_OF, NUMBER), "awards": (AWARDS,), "raters": (RATINGS,),
    "rank": (NUMBER, RANK), "relative": (NUMBER,), "all": (CONDITIONS,), "any": (CONDITIONS,), "group": (GROUP,),
}


def source_of(key: str) -> Source | None:
    """The source a key names, or None when there is no such source or its argument does not fit."""
    head, colon, argument = key.partition(":")
    source = SOURCES.get(head)
    if source is None or (colon and not argument) or (argument and not source.argument):
        return None
    if not argument and not source.optional:
        return None
    return None if argument and source.choices and argument not in source.choices else source


def argument_of(key: str) -> str:
    """What a key names behind its colon: the title of a content item, a kind, a name."""
    return key.partition(":")[2]
