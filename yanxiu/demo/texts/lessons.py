"""教学设计和集体备课记录：目标、重难点、过程里预想孩子怎样答。"""

import re
from dataclasses import dataclass
from datetime import date
from functools import partial

from yanxiu.demo.people import Person
from yanxiu.demo.texts.writer import Writer, inner


@dataclass(frozen=True)
class Design:
    """一份教学设计。"""

    author: str
    title: str
    lesson: str
    class_name: str
    text: str


@dataclass(frozen=True)
class PreparationRecord:
    """集体备课记录：四定、主备发言、讨论、修改、分工。"""

    group: str
    day: date
    title: str
    speaker: str
    speech: str
    discussion: tuple[tuple[str, str, str], ...]  # 问题、不同意见、商定
    changes: tuple[str, ...]
    tasks: tuple[str, ...]


_INDOORS = re.compile("黑板|举手|座位|同桌")
_NUMBERS = "一二三四五六七八九十"
_STEPS = ("不示范，先让他们自己来，{a}做成什么样算什么样", "{n}人一组{a}，组长不代答", "全班一起{a}，谁慢等谁", "自己先{a}，同桌再看", "{a}的时候边做边说理由")
_WATCH = ("不动手的几个", "做得最快的那一组", "一直不说话的", "后面靠墙的", "上节课没答上来的")
_WATCH_DO = ("不催", "只问一句『你打算怎么做』", "走过去站一会儿", "记下名字，课后再找", "看清楚卡在哪一步")
_WHY = ("放在这里，是因为{t}后面的问答都要靠『{a}』垫底。", "『{a}』做不实，下一步就成了听我讲。", "去年{a}省掉了，结果{t}讲了两遍。",
        "『{a}』看着费时间，其实后面省回来。", "别的班说{a}容易乱，乱一点不要紧，收得回来就行。")
_SILENT = ("要是没有人这样答，请{kid}先说，再把『{w}』当成别人的话摆出来。", "都不作声，就把『{q}』写在黑板上，同桌先说一分钟。",
           "没人举手也不换人，先问『{q}』里哪个词没听懂。", "只有一两个人举手，让他们先说给小组听，{kid}那组先来。")
_RIGHT = ("一上来就答对，追问『你怎么知道的』，再请{kid}换个说法。", "要是{kid}一口说对，不急着夸，问问有谁原来想的是『{w}』。",
          "答对了也停一停，请听懂的人把『{q}』再讲给同桌听。", "")
_PRACTICE = ("六、练习（{m}分钟）\n{t}只留{k}道，<头一道人人做，末一道做完的做|做得快的多做一道>。收上来先看{kid}那几本，『{a}』没做好的明天早读再讲。",
             "六、练习（{m}分钟）\n{t}当堂做{k}道，同桌换着看，<不打分|不写等第>，只在不懂的地方画圈，{kid}那一组我来看。",
             "六、练习（{m}分钟）\n{k}道，一道跟{t}一样，其余换个样子；错了先说给同桌听，说通了再改，{kid}说给我听。",
             "六、练习（{m}分钟）\n先口头说{t}里最难的一句，再动笔做{k}道，{kid}<可以|不妨>少做一道。")
_PRACTICE_OUT = ("六、练习（{m}分钟）\n{a}分{k}组轮换，做到哪一步算哪一步，{kid}那一组慢一些，<不比快慢|只跟自己上回比>。",
                 "六、练习（{m}分钟）\n{a}{k}人一队，做得好的教旁边的，{kid}做示范，做错也示范。")
_HOMEWORK = ("回家把『{q}』问一位大人，记一句他的回答，第二天念。", "不留书面的。给家里人讲一遍{t}，讲不下去的地方画个问号。",
             "接着做『{a}』，做多少算多少，带来看。", "想一想『{q}』，能想出两种说法的写下来，一种也行。")
_CUT = ("先砍『{a}』，留『{b}』。『{q}』这一问不能砍，宁可拖到下节课。", "『{b}』放到下一课时，『{q}』问完就停，不赶。",
        "超了时间，不讲完，留个尾巴，把『{q}』写在黑板角上，下节课从这里起头。")
_NOTES = ("{cls}{n}人，平时开口的就那几个，这节课『{q}』要叫到没有开过口的，少说{k}个。",
          "{ot}去年上{t}，说『{a}』那一步孩子坐不住，打算改成站着做，座位往后挪一排。",
          "{kid}和{kid2}不要放在一组，上回{b}的时候两个人一直争，别人看热闹。",
          "这一稿发在组里以后，{ot}的意见是『{q}』问得早了，我没有改，想先试一个班看看。",
          "『{w}』这样的回答如果超过{k}个人，就不往下走，{t}分两节上。",
          "智慧黑板只在『{b}』那里用一下，用完就关，免得孩子都看屏幕不看人。",
          "来听课的老师请坐到孩子旁边，帮我记一记{kid}在『{a}』的时候做了什么，说了什么。",
          "上完以后在旁边补两行：『{q}』实际怎样答的，{t}用了多少分钟。")
_REPLY = ("不急着说对错，{c}", "把这句写在黑板左边，再{c}", "先请同桌说懂没懂，然后{c}", "停三秒，{c}", "顺着孩子的话走，{c}")
_GOALS = ("能自己{a}，说清为什么", "{a}的时候不抢、不代", "能对『{q}』说出自己的想法，说错也要说完", "看到别人『{w}』那样的想法，能说出差在哪里")
_LAYOUT = ("题目居中，左边记孩子的话，右边留空", "左边写『{q}』，中间是{a}，右边不预写", "只写题目和两行字，其余是孩子的", "分三栏，猜的、做的、改的")
_TALKS = ("上届教到这里，一个班有一半这样答", "学生能背，问为什么就停", "教材放得早，我想挪到第二课时", "自己做过一遍，用了两倍时间")
_VIEWS = ("{one}主张放前面，{two}怕先入为主", "{one}说要让学生自己试，{two}担心一节课不够", "{one}不赞成放课件，{two}说后排看不清")
_AGREE = ("先试一个班，再定", "放第二段，留七分钟", "各班自定，记下用时", "这一处不讲，只问")
_CHANGE = ("练习由六道减为三道，留错得最多的", "把结论后移，先做后说", "删去第二张图", "作业改为讲给家里人听")


def _say(writer: Writer, pool: tuple[str, ...], **facts: object) -> str:
    return writer.pick([shape for shape in pool if writer.subject != "体育" or not _INDOORS.search(shape)] or list(pool), facts)


def design(writer: Writer, person: Person, day: date) -> Design:
    """写一份教学设计，900 到 1500 字；每一步都写预想孩子怎样答、怎样接。"""
    rng = writer.rng
    lesson, incident, class_name = writer.lesson(person, day, own=False)
    facts = writer.facts(person, day, lesson, incident, class_name)
    say = partial(_say, writer)
    acts, found = list(lesson.acts), list(lesson.incidents)
    first, title = found[0], lesson.name
    parts = [f"课题：{title}　班级：{class_name}（{facts['n']}人）　课时：第一课时"]
    learned = "，".join(f"有{rng.randint(2, 4)}人{what}" for what in ("问到就躲", "爱抢答", "要人在旁边带着做"))
    parts.append(f"一、学情\n{class_name}前面一课跟得吃力的有{facts['m']}人，{learned}。"
                 f"摸底问『{inner(first.question)}』，{facts['kid']}说『{inner(first.answer)}』。估计{first.why}，所以这节不讲多，只在这一处停。")
    goals = [say(_GOALS, a=act, q=inner(case.question), w=inner(case.answer))
             for act, case in zip(acts, (found * 3)[: len(acts)], strict=False)]
    parts.append("二、目标\n" + "\n".join(f"{i}．{goal}。" for i, goal in enumerate(dict.fromkeys(goals), 1)))
    parts.append(f"三、重点、难点\n重点是{acts[0]}；难点在『{inner(first.question)}』，预想有{max(2, facts['n'] // 5)}人一时答不上来。")
    parts.append("四、准备\n" + f"{acts[-1]}要用的东西提前一天备好，{facts['g'] if facts['n'] > 20 else 3}组各一份，多备两份给忘带的。")
    outside = person.subject == "体育"
    minutes = 38
    body = []
    for i, act in enumerate(acts, 1):
        spent = rng.randint(5, 8)
        minutes -= spent
        body.append(f"（{i}）{act}（{spent}分钟）。" + say(_STEPS, a=act, n=rng.randint(3, 5))
                    + f"。{act}时，老师看{rng.choice(_WATCH)}，{rng.choice(_WATCH_DO)}。" + say(_WHY, a=act, t=title))
    for i, case in enumerate(found, len(acts) + 1):
        q, w = inner(case.question), inner(case.answer)
        body.append(f"（{i}）问：{q}{case.mark}留{rng.randint(5, 20)}秒。预想有人答『{w}』，{case.why}，"
                    + say(_REPLY, c=case.change) + "。" + say(_SILENT, q=q, w=w, kid=facts["kid2"])
                    + say(_RIGHT, q=q, w=w, kid=facts["kid"]))
    parts.append("五、过程\n" + "\n".join(body))
    parts.append(say(
        _PRACTICE_OUT if outside else _PRACTICE,
        k=rng.randint(2, 4), m=max(3, minutes // 3), kid=facts["kid"], a=acts[0], t=title))
    if not outside:
        parts.append("七、板书\n" + say(_LAYOUT, a=acts[0], q=inner(first.question)) + "。")
    parts.append("八、作业\n" + say(_HOMEWORK, q=inner(found[-1].question), t=title, a=acts[-1]))
    parts.append("九、时间不够怎么办\n" + say(_CUT, a=acts[1 % len(acts)], b=acts[-1], q=inner(first.question)))
    spare = list(_NOTES)
    rng.shuffle(spare)
    while sum(map(len, parts)) < 910 and spare:
        line = say((spare.pop(),), q=inner(first.question), w=inner(first.answer), t=title, a=acts[0], b=acts[-1], cls=class_name,
                                  kid=facts["kid"], kid2=facts["kid2"], ot=facts["ot"], n=facts["n"], k=rng.randint(2, 6))
        if "十、备注" not in parts:
            parts.append("十、备注")
        parts.append(line)
    parts = _renumbered(parts)
    return Design(person.no, f"{title}教学设计", title, class_name, "\n".join(parts))


def _renumbered(parts: list[str]) -> list[str]:
    """少了板书的一份，后面的序号跟着提前。"""
    found, index = [], 0
    for part in parts:
        if part[1:2] == "、" and part[0] in _NUMBERS:
            part, index = _NUMBERS[index] + part[1:], index + 1
        found.append(part)
    return found


def preparation(writer: Writer, speaker: Person, day: date, others: list[Person]) -> PreparationRecord:
    """一次集体备课的记录。"""
    rng = writer.rng
    lesson, _, _ = writer.lesson(speaker, day, own=False)
    say = partial(_say, writer)
    discussion = []
    for case in lesson.incidents:
        one, two = rng.sample(others, 2)
        discussion.append((f"{inner(case.question)}，孩子多半答『{inner(case.answer)}』，要不要先摆出来",
                           say(_VIEWS, one=one.name, two=two.name), f"{case.change}；{rng.choice(_AGREE)}"))
    tasks = tuple(f"{person.name}：{what}" for person, what in
                  zip(rng.sample(others, min(3, len(others))), ("改课件", "出练习单", "先上一节"), strict=False))
    speech = f"{rng.choice(_TALKS)}。初稿先{lesson.acts[0]}，再{lesson.acts[-1]}，发在组里三天。"
    return PreparationRecord(speaker.group, day, lesson.name, speaker.no, speech, tuple(discussion),
                             tuple(rng.sample(_CHANGE, 2)), tasks)
