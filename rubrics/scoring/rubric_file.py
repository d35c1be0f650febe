"""Reading the file format yanxiu-rubric/1 of spec 03 (细则文件), every problem named at once."""

from collections.abc import Iterable

from .base import Rule
from .conditions import read_condition
from .fields import Fields, guarded, load
from .kinds import RuleReader
from .kinds.compared import read_among
from .numbers import Number
from .problems import Problems, inside, short
from .rubric import Audience, Exempt, Grade, Item, Rubric, Section, Variant, Veto

FORMAT = "yanxiu-rubric/1"


def parse_rubric(data: object) -> Rubric:
    """The rubric from JSON text, bytes or values; raises Refusal with every problem at once."""
    return guarded(lambda: _parse(load(data, "细则文件")), "细则文件")


def _parse(data: object) -> Rubric:
    problems = Problems()
    fields = Fields(data, "$", problems, "细则")
    problems.refuse()
    if fields.required("format", f"应为 {FORMAT}") and fields.raw("format") != FORMAT:
        fields.wrong("format", f"格式应为 {FORMAT}，现在是 {short(fields.raw('format'))}")
    grades = _read_grades(fields)
    sections = _read_sections(fields)
    items, references = _read_items(fields, {section.code for section in sections})
    vetoes = _read_vetoes(fields, {grade.name for grade in grades}, references)
    rubric = dict(
        title=fields.text("title"), for_=fields.choice("for", ("teacher", "group", "leader", "school")),
        full_marks=fields.number("full_marks", 100, least=0), total=fields.choice("total", ("cap", "rescale", "plain")),
        places=fields.number("places", 1, least=0, most=2, whole=True),
        grades_count_bonus=fields.flag("grades_count_bonus", True),
        without_evidence=fields.choice("without_evidence", ("open", "zero")))
    fields.close()
    codes = {item.code for item in items if item}
    for _, code, path in references:
        if code not in codes and len(codes) == len(items):
            problems.add(path, f"条件里的考核项目“{short(code)}”没有定义")
    problems.refuse()
    found = [item for item in items if item]
    order = _order(found, references, problems)
    problems.refuse()
    return Rubric(**rubric, grades=grades, sections=sections, vetoes=vetoes, items=tuple(found), order=order,
                  place_of={item.code: place for place, item in enumerate(found)})


def _members(fields: Fields, key: str, what: str) -> Iterable[Fields]:
    for index, raw in enumerate(fields.list(key, what)):
        member = Fields(raw, inside(fields.at(key), index), fields.problems, what)
        if member.sound:
            yield member


def _read_grades(fields: Fields) -> tuple[Grade, ...]:
    grades = []
    for member in _members(fields, "grades", "等次"):
        member.required("name", "等次名称")
        grades.append(Grade(member.text("name"), member.number("at_least", null=True),
                            member.number("top_share", least=0, null=True), member.number("top", least=0, null=True),
                            read_among(member, prefixed=False)))
        member.close()
    return tuple(grades)


def _read_sections(fields: Fields) -> tuple[Section, ...]:
    sections: dict[str, Section] = {}
    for member in _members(fields, "sections", "栏目"):
        member.required("code", "栏目代码")
        code = member.text("code")
        section = Section(code, member.text("name"), member.number("cap", null=True),
                          member.number("floor", 0, null=True), member.number("warn_below", null=True),
                          member.number("fail_below", null=True))
        member.close()
        if section.cap is not None and section.floor is not None and section.floor > section.cap:
            member.problems.add(member.path, "栏目的下限（floor）大于上限（cap）")
        if code in sections:
            member.wrong("code", f"栏目代码“{short(code)}”重复")
        sections.setdefault(code, section)
    return tuple(sections.values())


def _read_vetoes(fields: Fields, grades: set[str], references: list[tuple[int, str, str]]) -> tuple[Veto, ...]:
    vetoes = []
    for member in _members(fields, "vetoes", "一票否决"):
        reader = RuleReader(fields.problems)
        condition = None
        if member.required("when", "条件"):
            condition = read_condition(member.raw("when"), member.at("when"), reader)
        references += [(-1, code, path) for code, path in reader.item_references]
        effect = member.choice("effect", ("grade", "no_top_grade", "total", "not_assessed"))
        grade, points = member.text("grade"), member.number("points", 0)
        if effect == "grade" and member.required("grade", "定为哪个等次") and grade not in grades:
            member.wrong("grade", f"等次“{short(grade)}”没有定义")
        if effect == "total":
            member.required("points", "总分定为几分")
        member.close()
        if condition:
            vetoes.append(Veto(condition, member.raw("when"), effect, grade, points))
    return tuple(vetoes)


def _read_audience(fields: Fields, key: str) -> Audience:
    raw = fields.raw(key)
    if raw is None:
        return Audience()
    member = Fields(raw, fields.at(key), fields.problems, "适用对象")
    audience = Audience(*(frozenset(member.texts(word, "适用对象")) for word in ("tags", "roles", "groups", "not_tags")))
    member.close()
    return audience


def _read_items(fields: Fields, sections: set[str]) -> tuple[list[Item | None], list[tuple[int, str, str]]]:
    items: list[Item | None] = []
    references: list[tuple[int, str, str]] = []
    seen: dict[str, int] = {}
    fields.required("items", "考核项目")
    for member in _members(fields, "items", "考核项目"):
        reader = RuleReader(fields.problems)
        item = _read_item(member, reader, sections)
        code = member.data.get("code")
        if isinstance(code, str) and code in seen:
            member.wrong("code", f"考核项目代码“{short(code)}”与第 {seen[code] + 1} 项重复")
        elif isinstance(code, str):
            seen[code] = len(items)
        references += [(len(items), *reference) for reference in reader.item_references]
        items.append(item)
    return items, references


def _read_item(fields: Fields, reader: RuleReader, sections: set[str]) -> Item | None:
    if fields.required("code", "项目代码") and fields.text("code") == "" and fields.data["code"] == "":
        fields.wrong("code", "项目代码是空的")
    has_max = fields.required("max", "分值，没有上限时写 null")
    maximum = fields.number("max", least=0, null=True)
    section = fields.text("section")
    if section and section not in sections:
        fields.wrong("section", f"栏目“{short(section)}”没有定义")
    applies_to = _read_audience(fields, "applies_to")
    exempt = []
    for member in _members(fields, "exempt", "免考条件"):
        condition = None
        if member.required("when", "条件"):
            condition = read_condition(member.raw("when"), member.at("when"), reader)
        as_ = member.choice("as", ("full", "exclude", "zero"))
        member.close()
        if condition:
            exempt.append(Exempt(condition, as_))
    own = None
    if fields.required("rule", "计分规则"):
        own = reader.rule(fields.raw("rule"), fields.at("rule"), maximum)
    variants = []
    for member in _members(fields, "by", "分类要求"):
        audience = _read_audience(member, "applies_to")
        other_max = member.number("max", maximum, least=0, null=True)
        rule = own
        if member.has("rule"):
            rule = reader.rule(member.raw("rule"), member.at("rule"), other_max)
        elif other_max != maximum and has_max:
            rule = _inherited(fields, reader, other_max)
        member.close()
        if rule:
            variants.append(Variant(audience, other_max, rule))
    values = dict(code=fields.text("code"), name=fields.text("name"), section=section, method=fields.text("method"),
                  text=fields.text("text"), evidence=fields.text("evidence"),
                  counts=fields.choice("counts", ("full", "bonus", "shown")),
                  otherwise=fields.choice("otherwise", ("zero", "full", "exclude", "average")))
    fields.close()
    if not fields.sound or own is None:
        return None
    return Item(**values, max=maximum, applies_to=applies_to, exempt=tuple(exempt),
                variants=(*variants, Variant(Audience(), maximum, own)))


def _inherited(fields: Fields, reader: RuleReader, maximum: Number | None) -> Rule | None:
    """The item's own rule on another max; what is wrong with it was said where it stands."""
    before = len(fields.problems)
    rule = reader.rule(fields.raw("rule"), fields.at("rule"), maximum)
    said: set[tuple[str, str]] = set()
    unique = []
    for problem in fields.problems.found:
        if (problem["path"], problem["sentence"]) not in said:
            unique.append(problem)
        said.add((problem["path"], problem["sentence"]))
    if len(unique) <= before:
        fields.problems.found = unique
    return rule


def _order(items: list[Item], references: list[tuple[int, str, str]], problems: Problems) -> tuple[int, ...]:
    """Items in an order in which every condition on another item finds its points; a circle is refused."""
    places = {item.code: index for index, item in enumerate(items)}
    needs: dict[int, set[int]] = {}
    wanted_by: dict[int, list[int]] = {}
    for index, code, _ in references:
        if index >= 0 and places[code] not in needs.setdefault(index, set()):
            needs[index].add(places[code])
            wanted_by.setdefault(places[code], []).append(index)
    left = {index: len(needs.get(index, ())) for index in range(len(items))}
    ready = [index for index in range(len(items)) if not left[index]]
    order: list[int] = []
    for index in ready:
        order.append(index)
        for other in wanted_by.get(index, ()):
            left[other] -= 1
            if not left[other]:
                ready.append(other)
    _name_circles(items, needs, set(range(len(items))) - set(order), problems)
    return tuple(order)


def _name_circles(items: list[Item], needs: dict[int, set[int]], stuck: set[int], problems: Problems) -> None:
    """From each stuck item walk on until one comes again; those in between are a circle, each named once."""
    seen: set[int] = set()
    for start in sorted(stuck):
        walk: list[int] = []
        here = start
        while here not in seen:
            seen.add(here)
            walk.append(here)
            here = min(needs[here] & stuck)
        if here in walk:
            circle = walk[walk.index(here):]
            names = [items[index].code for index in (*circle, here)]
            if len(names) > 11:
                names[10:] = ["……", names[-1]]
            problems.add(f"$.items[{here}]", f"考核项目的条件互相依赖，绕成了一圈：{' → '.join(names)}")
