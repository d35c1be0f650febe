"""日志的内容 in words: what an act wrote down as states, fields and numbers, said as a reader of the log page says it."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from documents.chinese import long_date
from school import audience, honours
from school.models import AuditEntry, Teacher

# What is written down beside the fields of the thing itself.
NAMES = {
    "present": "到会", "rubric": "细则", "core": "计分程序版本", "totals": "总分有变的", "teachers": "教师", "total": "总分", "items": "各项",
    "seal": "校验码", "previous": "上一版的校验码", "sha256": "校验码", "pages": "页数", "refused": "没能装进去的", "key": "哪一处", "text": "文字",
    "running": "页眉", "archive_no": "档号", "order": "顺序", "code": "第几项", "points": "得分", "seed": "抽取的种子", "rows": "行数",
    "written": "写入", "added": "新增", "changed": "改动", "moved": "归入", "chosen": "选定的主题", "characters": "字数", "minutes": "分钟",
    "on": "开着", "at": "时间", "by": "何人", "quiet": "不打扰的日子", "robots": "群机器人", "version": "版本", "name": "名称", "value": "数值",
    "design": "教学设计", "reflection": "课后反思", "choice": "按志愿", "lesson_kinds": "公开课种类", "forms": "形式", "lesson_hours": "一节课折合学时",
    "writing_ceiling": "每周书写上限", "body": "正文",
}
# Acts that name people by their 工号, and acts that write down how long each text is.
BY_NUMBER = frozenset({
    "finding.write", "mark", "mark.by_hand", "entry.add", "entry.change", "entry.take_back", "score.compute", "score.leave_out",
    "score.take_back", "card.print", "inspection.add", "roster.import",
})
BY_LENGTH = frozenset({"record.save", "preparation.edit"})
RULED = frozenset({"session.save", "activity.arrange", "activity.create"})  # their rules of 参加人员 name people by 工号
NOTHING = ("", None, [], {})
_WRITTEN = re.compile(r"[\[{].*[\]}]\Z", re.DOTALL)  # a list or table that was written down as text
_DAY, _TIME, _SUM = re.compile(r"\d{4}-[01]\d-[0-3]\d([ T][\d:.]+[+]\d\d:\d\d)?\Z"), re.compile(r"(\d\d:\d\d)(:\d\d)?\Z"), re.compile(r"[0-9a-f]{64}\Z")


def explain(entries: list[AuditEntry]) -> None:
    """Give each entry `.content`: lines of (what, before, after) in words. One query for all of them."""
    for entry in entries:
        entry.was, entry.now = _unwritten(entry.before), _unwritten(entry.after)
    asked = {
        word for entry in entries if entry.action in BY_NUMBER | RULED for value in (entry.was, entry.now) for word in _words(value)
    }
    schools = {entry.school_id for entry in entries}
    people = dict(Teacher.objects.filter(school__in=schools, staff_no__in=asked).values_list("staff_no", "name")) if asked else {}
    for entry in entries:
        said = _Said(entry, people if entry.action in BY_NUMBER | RULED else {})
        entry.content = list(said.lines(entry.was, entry.now))


def _unwritten(value: Any) -> Any:
    """Lists and tables that were stored as text are lists and tables again."""
    if isinstance(value, dict):
        return {key: _unwritten(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_unwritten(part) for part in value]
    if isinstance(value, str) and _WRITTEN.match(value):
        try:
            return ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return value
    return {"True": True, "False": False, "None": None}.get(value, value) if isinstance(value, str) else value


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list | tuple):
        for part in value:
            yield from _words(part)
    elif isinstance(value, str) and len(value) <= 40:
        yield value


class _Said:
    """The words for one entry: those of the thing it is about first, then those of its whole app."""

    def __init__(self, entry: AuditEntry, people: dict[str, str]) -> None:
        self.model, self.people, self.by_length = entry.object_type, people, entry.action in BY_LENGTH

    def lines(self, was: Any, now: Any) -> Iterator[tuple[str, str, str]]:
        if isinstance(was, dict) or isinstance(now, dict):
            was, now = (value if isinstance(value, dict) else {} if value in NOTHING else {"": value} for value in (was, now))
            for name in dict.fromkeys([*was, *now]):
                if was.get(name) != now.get(name) or len(now) == 1:
                    yield self.name(name), self.value(was[name]) if name in was else "", self.value(now[name]) if name in now else ""
        elif was not in NOTHING or now not in NOTHING:
            yield "", self.value(was) if was is not None else "", self.value(now) if now is not None else ""

    def name(self, name: str) -> str:
        fields, choices = vocabulary(self.model)
        every_field, every_choice = vocabulary(self.model.partition(".")[0])
        found = (fields.get(name), choices.get(name) if name else "", self.people.get(name), NAMES.get(name))
        return next(filter(None, (*found, every_field.get(name), every_choice.get(name) if name else "")), name)

    def value(self, value: Any, inside: bool = False) -> str:
        if value is True or value is False:
            return "是" if value else "否"
        if isinstance(value, dict) and value:
            if set(value) <= set(audience.KEYS):
                return audience.words(value, self.people)
            if set(value) == {"level", "name", "body", "year"}:
                return honours.line(value)
            return "，".join(f"{self.name(str(key))} {self.value(part, True)}" for key, part in value.items())
        if isinstance(value, list | tuple) and value:
            if inside and len(value) == 3 and self.is_state(value[1]) and self.is_state(value[2]):
                return f"{self.value(value[0])}：{self.value(value[1])} → {self.value(value[2])}"
            nested = any(isinstance(part, list | tuple | dict) for part in value)
            words = (self.value(part, True) for part in value)
            return "；".join(words) if nested else "、".join(word for word in words if word)
        if value in NOTHING:
            return "" if inside else "（空）"
        if isinstance(value, int) and self.by_length:
            return f"{value} 字"
        return self.word(str(value))

    def is_state(self, value: Any) -> bool:
        return value == "" or isinstance(value, str) and value in vocabulary(self.model.partition(".")[0])[1]

    def word(self, word: str) -> str:
        if _SUM.match(word):
            return f"校验码 {word[:8]}…"
        if _DAY.match(word):
            try:
                at = datetime.fromisoformat(word)
            except ValueError:
                return word
            return f"{long_date(timezone.localtime(at).date())} {timezone.localtime(at):%H:%M}" if at.tzinfo else long_date(at.date())
        if time := _TIME.match(word):
            return time[1]
        own, every = vocabulary(self.model)[1], vocabulary(self.model.partition(".")[0])[1]
        return self.people.get(word) or own.get(word) or every.get(word) or NAMES.get(word, word) if word.isascii() else word


@cache
def vocabulary(of: str) -> tuple[dict[str, str], dict[str, str]]:
    """The Chinese names of the fields, and the words of the states and choices, of one model or of a whole app."""
    try:
        found: Iterable[type[models.Model]] = [apps.get_model(of)] if "." in of else apps.get_app_config(of).get_models()
    except LookupError:  # a thing that an earlier release knew
        return {}, {}
    fields: dict[str, str] = {}
    choices: dict[str, str] = {}
    for model in found:
        for field in model._meta.fields:
            if not str(field.verbose_name).isascii():
                fields.setdefault(field.name, str(field.verbose_name))
            for value, label in field.flatchoices:
                if isinstance(value, str) and value:
                    choices.setdefault(value, str(label))
    return fields, choices
