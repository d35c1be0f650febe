"""演示学校的人：六十位虚构的教师、他们的学科、年龄、职称和分工（spec 11）。"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

SCHOOL_YEAR_BEGINS = date(2026, 9, 1)


@dataclass(frozen=True)
class Campus:
    """校点：中心校、村小或教学点，都在一份计划和一张汇总表里。"""

    code: str
    name: str
    kind: str  # 中心校 / 村小 / 教学点
    classes: tuple[str, ...]


@dataclass(frozen=True)
class SchoolFacts:
    """学校：名称、编码、校点和所在的县。"""

    code: str
    name: str
    short: str
    district: str
    campuses: tuple[Campus, ...]


@dataclass(frozen=True)
class Honour:
    """称号：级别、名称、发证单位和年份。"""

    level: str
    name: str
    body: str
    year: int


@dataclass(frozen=True)
class Absence:
    """长假或借调：从哪天到哪天不在岗，到期未定的止日为空。"""

    kind: str  # 产假 / 病休 / 借调
    start: date
    end: date | None


@dataclass(frozen=True)
class Person:
    """教师名册里的一行。"""

    no: str
    name: str
    woman: bool
    born: date
    subject: str
    group: str
    title: str
    degree: str
    first_degree: str
    joined: date
    arrived: date
    employment: str
    campus: str
    classes: tuple[str, ...]
    duty: str = ""
    head_of: str = ""
    roles: tuple[str, ...] = ("teacher",)
    tags: tuple[str, ...] = ()
    honours: tuple[Honour, ...] = ()
    absences: tuple[Absence, ...] = ()
    account: str = ""
    label: str = ""  # 同名教师在名单里的写法

    @property
    def shown(self) -> str:
        """名单上的姓名，同名的注明校点或学科。"""
        return self.label or self.name

    @property
    def grade(self) -> int:
        """主要任教的年级，1 到 6。"""
        for class_name in self.classes:
            if class_name[0] in GRADES:
                return GRADES.index(class_name[0]) + 1
        return 4

    def age(self, day: date = SCHOOL_YEAR_BEGINS) -> int:
        """到某一天的周岁。"""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    @property
    def is_new(self) -> bool:
        """新教师：参加工作不满三年。"""
        return (SCHOOL_YEAR_BEGINS - self.joined).days < 3 * 365

    def away(self, day: date) -> str:
        """这一天的长假种类，在岗为空。"""
        for absence in self.absences:
            if absence.kind != "借调" and absence.start <= day and (absence.end is None or day <= absence.end):
                return absence.kind
        return ""


GRADES = "一二三四五六"
DISTRICT = ("LQ", "岚清县")
DISTRICT_BODY = "岚清县教育体育局"
TRAINING_BODY = "岚清县教师进修学校"

CENTRE, EAST, BAY = "中心校", "东岭小学", "下湾教学点"
SCHOOL = SchoolFacts(
    "FD", "岚清县枫渡镇中心小学", "枫渡镇中心小学", "岚清县",
    (
        Campus("FD", CENTRE, "中心校", tuple(
            f"{g}（{i}）班" for g, n in zip(GRADES, (3, 3, 3, 3, 4, 4), strict=True) for i in range(1, n + 1))),
        Campus("FD-DL", EAST, "村小", ("东岭一二复式班", "东岭三四复式班", "东岭五六复式班")),
        Campus("FD-XW", BAY, "教学点", ("下湾一二复式班",)),
    ),
)
SECOND_SCHOOL = SchoolFacts(
    "BSQ", "岚清县白石桥乡小学", "白石桥乡小学", "岚清县",
    (Campus("BSQ", "本部", "中心校", tuple(f"{g}年级" for g in GRADES)),),
)

GROUPS = ("低段语文组", "高段语文组", "数学组", "英语组", "综合组", "村小组")
GROUP_LEADERS = {"低段语文组": "沈玉兰", "高段语文组": "郑国栋", "数学组": "唐建平",
                 "英语组": "苏婉清", "综合组": "秦立新", "村小组": "马长福"}

# 姓名 性别 出生 学科 职称 学历 第一学历 参加工作 调入 任教班级 班主任
_ROSTER = {
    "高段语文组": """
郑国栋 男 1975-03 语文 高级 本科 中师 1994 2003 六1,六2 六1
康丽华 女 1979-05 语文 一级 本科 专科 1999 2008 五3
梁书琴 女 1977-02 语文 高级 本科 专科 1997 2015 五4
易文斌 男 1982-06 语文 一级 本科 专科 2003 2003 六3,六4 六3
方静宜 女 1992-04 语文 二级 本科 本科 2014 2017 五2 五2
阎凤英 女 1973-01 语文 一级 专科 中师 1992 1998 五1 五1
叶长青 女 1980-07 道法 一级 本科 专科 2001 2009 四2,四3,五2 四2
曾祥云 女 1978-08 语文 一级 专科 中师 1997 2005 四1 四1
侯雅丽 女 1987-03 语文 二级 本科 本科 2010 2013 四2
程思远 女 2002-05 语文 未评 本科 本科 2025 2025 四3
""",
    "低段语文组": """
沈玉兰 女 1978-04 语文 高级 本科 专科 1998 1998 一1 一1
胡月娥 女 1974-06 语文 一级 本科 中师 1993 2001 二1 二1
谭小燕 女 1988-02 语文 二级 本科 本科 2011 2014 三1 三1
蒋秀珍 女 1972-05 道法 一级 专科 中师 1991 1999 一1,一2,二1
汪玉洁 女 1989-08 语文 二级 本科 专科 2011 2016 三2 三2
罗春梅 女 1981-03 语文 一级 专科 专科 2002 2006 一2 一2
杜娟 女 1993-05 语文 二级 本科 本科 2016 2018 三3 三3
夏雨晴 女 2003-07 语文 未评 本科 本科 2026 2026 二3
李娜 女 1995-03 语文 二级 本科 本科 2018 2018 二2 二2
邹桂芳 女 1973-04 语文 一级 专科 中师 1992 2004 一3
石晓红 女 1984-01 语文 二级 本科 专科 2006 2012 三3
""",
    "数学组": """
唐建平 男 1971-02 数学 高级 专科 中师 1990 1996 五3,五2 五3
何淑芬 女 1978-06 数学 高级 本科 专科 1998 2007 六2
彭志刚 男 1976-03 数学 一级 专科 中师 1995 2002 六1
范小丽 女 1985-05 数学 二级 本科 专科 2008 2011 四3,四2 四3
龚雪梅 女 1991-04 数学 二级 本科 本科 2014 2016 四1
任海涛 男 1983-02 数学 一级 本科 本科 2005 2010 三1
廖红英 女 1974-01 数学 一级 专科 中师 1993 1997 五4,五1 五4
姚桂英 女 1975-07 数学 一级 专科 中师 1994 2000 一3,一1 一3
陆明 女 1986-03 数学 二级 本科 本科 2009 2012 二3,二2 二3
白玉霞 女 1980-04 数学 二级 专科 专科 2002 2014 一2
万里红 女 1979-03 数学 一级 专科 专科 2000 2004 六4,六3 六4
韩冬梅 女 1993-02 数学 二级 本科 本科 2016 2019 二1
孔令飞 女 2001-06 数学 二级 本科 本科 2024 2024 三2,三3
""",
    "英语组": """
苏婉清 女 1983-06 英语 一级 本科 专科 2004 2006 六1,六2 六2
江丽萍 女 1985-03 英语 二级 本科 本科 2008 2013 六3,六4
钱美蓉 女 1981-05 英语 一级 本科 专科 2003 2005 五1,五2,五3
薛彩琳 女 1996-03 英语 二级 本科 本科 2019 2019 五4,四1
尹佳怡 女 2002-03 英语 未评 本科 本科 2025 2025 四2,四3,三3
常欣悦 女 1998-04 英语 未评 本科 本科 2021 2023 三1,三2
""",
    "综合组": """
秦立新 女 1974-05 科学 一级 专科 中师 1993 2001 六1,六2,五1,五2
魏东升 男 1977-04 科学 一级 本科 专科 1998 2010 四1,四2,三1,三2
傅志强 男 1973-06 体育 一级 专科 中师 1992 1999 六3,六4
龙飞 男 1987-05 体育 二级 本科 本科 2010 2015 五1,五2,五3,四1
段玉梅 女 1976-05 音乐 一级 专科 中师 1996 2003 三1,三2,四1,四2
崔晓峰 男 2000-03 音乐 二级 本科 本科 2024 2024 五1,五2,六1,六2
雷鸣 男 1995-04 体育 二级 本科 本科 2018 2020 三1,三2,二1,二2
黎秀芳 女 1975-02 美术 一级 专科 中师 1995 2002 五1,五2,六1,六3
邱国庆 女 1984-10 信息科技 二级 本科 本科 2007 2011 五1,五2,六1,六2
田野 女 1994-05 信息科技 二级 本科 本科 2017 2019 四1,四2,三1,三2
史春生 男 1968-01 美术 一级 中师 中师 1986 2005 三1,三2,四1
于海燕 女 1982-03 心理 一级 本科 专科 2003 2009 四1,五1,六1
周德厚 男 1969-03 行政 高级 本科 中师 1988 2019 六2
吴敬堂 男 1972-04 行政 高级 本科 中师 1991 2012 五3
""",
    "村小组": """
马长福 男 1970-02 数学 一级 中师 中师 1988 1988 东岭五六 东岭五六
丁秀芝 女 1973-05 语文 一级 专科 中师 1992 1996 东岭三四 东岭三四
余小军 男 1991-03 语文 二级 本科 本科 2014 2026 东岭五六
李娜 女 1997-02 数学 未评 本科 专科 2020 2022 东岭一二 东岭一二
孙龑 女 2001-04 科学 未评 本科 本科 2025 2025 东岭五六,东岭三四
柯大勇 男 1976-05 体育 二级 专科 中师 1995 2000 下湾一二 下湾一二
""",
}

_DUTIES = {
    "周德厚": "书记、校长", "吴敬堂": "副校长", "梁书琴": "副校长", "何淑芬": "教导主任", "任海涛": "教导副主任",
    "康丽华": "德育主任", "傅志强": "总务主任", "胡月娥": "档案员", "秦立新": "综合组长", "郑国栋": "高段语文组长",
    "沈玉兰": "低段语文组长", "唐建平": "数学组长", "苏婉清": "英语组长", "马长福": "村小组长、东岭小学负责人",
    "柯大勇": "下湾教学点负责人",
}
_ROLES = {
    "周德厚": ("principal",), "吴敬堂": ("leader",), "梁书琴": ("leader",), "康丽华": ("leader",), "傅志强": ("leader",),
    "何淑芬": ("office",), "任海涛": ("office",), "胡月娥": ("archivist",),
    **{leader: ("group_leader",) for leader in GROUP_LEADERS.values()},
}
ACCOUNTS = {"周德厚": "xiaozhang", "吴敬堂": "fuxiao", "何淑芬": "jiaodao", "郑国栋": "zuzhang",
            "方静宜": "jiaoshi", "胡月娥": "dangan"}
_EMPLOYMENT = {"程思远": "特岗", "孔令飞": "特岗", "尹佳怡": "特岗", "孙龑": "特岗", "常欣悦": "代课",
               "余小军": "支教", "白玉霞": "借调"}
_COUNTY, _CITY = ("县级", DISTRICT_BODY), ("市级", "安岭市教育局")
_HONOURS = {
    "沈玉兰": Honour(_CITY[0], "市骨干教师", _CITY[1], 2021),
    "郑国栋": Honour(_COUNTY[0], "县学科带头人", _COUNTY[1], 2019),
    "苏婉清": Honour(_COUNTY[0], "县学科带头人", _COUNTY[1], 2022),
    "谭小燕": Honour(_COUNTY[0], "县骨干教师", _COUNTY[1], 2023),
    "康丽华": Honour(_COUNTY[0], "县骨干教师", _COUNTY[1], 2018),
    "任海涛": Honour(_COUNTY[0], "县骨干教师", _COUNTY[1], 2020),
    "龚雪梅": Honour(_COUNTY[0], "县骨干教师", _COUNTY[1], 2024),
    "江丽萍": Honour(_COUNTY[0], "县骨干教师", _COUNTY[1], 2021),
    "方静宜": Honour(_COUNTY[0], "县教坛新秀", _COUNTY[1], 2022),
    "薛彩琳": Honour(_COUNTY[0], "县教坛新秀", _COUNTY[1], 2025),
    "雷鸣": Honour(_COUNTY[0], "县教坛新秀", _COUNTY[1], 2023),
}
_ABSENCES = {
    "韩冬梅": Absence("产假", date(2026, 10, 19), date(2027, 3, 26)),
    "杜娟": Absence("产假", date(2026, 10, 26), date(2027, 4, 2)),
    "蒋秀珍": Absence("病休", date(2026, 10, 8), None),
    "白玉霞": Absence("借调", date(2026, 9, 7), date(2027, 1, 22)),
}


def _tags(person: Person) -> tuple[str, ...]:
    """分层标签：由名册可以推出的几种。"""
    tags = []
    if person.is_new:
        tags.append("新教师")
    if person.age() <= 35:
        tags.append("青年")
    if any("骨干" in honour.name or "带头人" in honour.name for honour in person.honours):
        tags.append("骨干")
    if person.age() >= 51:
        tags.append("老教师")
    if person.head_of:
        tags.append("班主任")
    if person.employment in ("代课", "特岗"):
        tags.append(person.employment)
    return tuple(tags)


def _class_name(short: str) -> str:
    return f"{short[0]}（{short[1]}）班" if short[0] in GRADES else f"{short}复式班"


def _roster() -> list[Person]:
    people: list[Person] = []
    numbers: dict[str, int] = {}
    for group in GROUPS:
        for index, line in enumerate(_ROSTER[group].split("\n")[1:-1]):
            name, sex, born, subject, title, degree, first, joined, arrived, classes, *head = line.split()
            village = group == "村小组"
            namesake = name == "李娜" and village
            numbers[arrived] = numbers.get(arrived, 0) + 1
            year, month = map(int, born.split("-"))
            person = Person(
                no=f"{arrived}{numbers[arrived]:02d}", name=name, woman=sex == "女",
                born=date(year, month, 3 + (index * 7 + month) % 25), subject=subject, group=group, title=title,
                degree=degree, first_degree=first, joined=date(int(joined), 8 if int(joined) < 2010 else 9, 1),
                arrived=date(int(arrived), 9, 1),
                employment="代课" if namesake else _EMPLOYMENT.get(name, "在编"),
                campus=(BAY if name == "柯大勇" else EAST) if village else CENTRE,
                classes=tuple(map(_class_name, classes.split(","))), head_of=_class_name(head[0]) if head else "",
                duty=_DUTIES.get(name, ""), roles=("teacher", *_ROLES.get(name, ())),
                honours=(_HONOURS[name],) if name in _HONOURS else (),
                absences=(_ABSENCES[name],) if name in _ABSENCES else (), account=ACCOUNTS.get(name, ""),
                label={True: "李娜（东岭）", False: "李娜（语文）"}[village] if name == "李娜" else "",
            )
            people.append(replace(person, tags=_tags(person)))
    return people


_SURNAMES = ("刘 陈 杨 黄 徐 朱 高 林 何 郭 罗 宋 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 "
             "戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易 常 武 乔 "
             "贺 赖 龚 文")
_WOMEN = ("秀兰 桂香 丽娟 红霞 春燕 晓梅 玉琴 淑华 雪莲 海英 文静 佳慧 思雨 欣然 雅婷 慧敏 彩霞 翠萍 月华 艳红 婷婷 梦瑶 诗琪 晓云 素珍 静 颖 倩 "
          "丹 琳 凤仙 冬青 爱民 小玲 瑞芳 银花 莉萍 晓芸")
_MEN = "建华 国强 志远 海波 文涛 永胜 德明 小龙 俊杰 立群 春雷 光辉 宏伟 长江 振东 少华 明亮 云峰 凯 斌 勇 浩 天佑 兴旺 学军 树林"


def invented_name(rng: Random, woman: bool, taken: set[str]) -> str:
    """编一个不与名单重复的姓名。"""
    while True:
        name = rng.choice(_SURNAMES.split()) + rng.choice((_WOMEN if woman else _MEN).split())
        if name not in taken:
            taken.add(name)
            return name


def teachers(n: int = 60, seed: int = 2026) -> list[Person]:
    """教师名册：六十人是演示学校本身，别的人数按同样的比例编出来。"""
    base = _roster()
    if n == len(base):
        return base
    rng = Random(seed)
    taken = {person.name for person in base}
    people = []
    for i in range(n):
        model = base[i * len(base) // n] if n < len(base) else base[i % len(base)]
        if n > len(base) and i < len(base):
            people.append(model)
            continue
        people.append(_like(model, i, rng, taken))
    return people


def _like(model: Person, i: int, rng: Random, taken: set[str]) -> Person:
    """照着一位教师的样子编另一位：学科、年龄、职称相同，姓名、工号、生日不同，不带职务和账号。"""
    return replace(
        model, name=invented_name(rng, model.woman, taken), no=f"8{i + 1:05d}", label="",
        born=date(model.born.year, rng.randint(1, 8), rng.randint(1, 28)), duty="", roles=("teacher",),
        account="", honours=(), absences=(), head_of="", tags=tuple(t for t in model.tags if t not in ("班主任", "骨干")),
    )


# 白石桥乡小学：姓名 性别 出生 学科 职称 学历 参加工作 调入 年级
_SECOND = """
钟维国 男 1973-03 数学 高级 本科 1993 2016 六
罗素珍 女 1976-05 语文 一级 本科 1996 2002 六
潘学军 男 1979-02 数学 一级 专科 1999 2008 五
袁丽娟 女 1984-07 语文 一级 本科 2006 2010 五
邵春雷 男 1987-04 数学 二级 本科 2010 2013 四
蔡玉琴 女 1982-01 语文 一级 专科 2003 2009 四
毛晓芸 女 1991-06 英语 二级 本科 2014 2015 三,四,五,六
冯秀兰 女 1974-08 语文 一级 专科 1994 1998 三
姜文静 女 1995-03 数学 二级 本科 2018 2018 三
贾桂香 女 1972-04 语文 一级 中师 1992 1995 二
董雪莲 女 1989-02 数学 二级 本科 2012 2014 二
吕佳慧 女 2001-05 语文 未评 本科 2025 2025 一
汤国强 男 1980-03 体育 二级 专科 2001 2007 三,四,五,六
乔思雨 女 1999-06 音乐 未评 本科 2024 2024 一,二,三,四
"""
_SECOND_DUTIES = {"钟维国": ("校长", ("principal",)), "罗素珍": ("副校长", ("leader",)),
                  "袁丽娟": ("教导主任", ("office", "group_leader")), "潘学军": ("数学组长", ("group_leader",)),
                  "蔡玉琴": ("档案员", ("archivist",))}
_SECOND_HEADS = {"罗素珍": "六", "袁丽娟": "五", "蔡玉琴": "四", "冯秀兰": "三", "贾桂香": "二", "吕佳慧": "一"}
SECOND_GROUPS = ("语文组", "数学组", "综合组")


def second_school() -> list[Person]:
    """白石桥乡小学的十四位教师：一所小学校，供对照权限和校际活动。"""
    people = []
    for index, line in enumerate(_SECOND.split("\n")[1:-1]):
        name, sex, born, subject, title, degree, joined, arrived, grades = line.split()
        year, month = map(int, born.split("-"))
        duty, roles = _SECOND_DUTIES.get(name, ("", ()))
        head = _SECOND_HEADS.get(name)
        person = Person(
            no=f"{arrived}{index + 1:02d}", name=name, woman=sex == "女", born=date(year, month, 4 + index),
            subject=subject, group=f"{subject}组" if subject in ("语文", "数学") else "综合组", title=title, degree=degree,
            first_degree="中师" if int(joined) < 1998 else "专科" if int(joined) < 2008 else "本科",
            joined=date(int(joined), 9, 1), arrived=date(int(arrived), 9, 1), employment="在编", campus="本部",
            classes=tuple(f"{grade}年级" for grade in grades.split(",")), duty=duty,
            head_of=f"{head}年级" if head else "", roles=("teacher", *roles),
        )
        people.append(replace(person, tags=_tags(person)))
    return people


def by_name(people: Sequence[Person], shown: str) -> Person:
    """按名单上的写法找一位教师；同名的要带注（李娜（东岭））。"""
    found = [person for person in people if shown in (person.shown, person.name)]
    exact = [person for person in found if person.shown == shown]
    if len(exact or found) != 1:
        raise LookupError(f"名册里『{shown}』有 {len(exact or found)} 人")
    return (exact or found)[0]
