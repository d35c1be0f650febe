"""提醒: the school's settings with what would go out today, and who still lacks what with a button 「提醒」."""
from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents import chinese
from documents.chinese import half_width, whole
from school import audit, clock, reminders, robots
from school.models import Digest, Group, Notice, School, Teacher
from school.person import Person
from school.policy import fetch, reaches, requires
from school.reminders import Robot, Rules
from school.services import notices
from school.workflow import Refused
from yanxiu import home
from yanxiu.digest import compose, quiet
from yanxiu.lacking import by_matter, lacking, reached, this_week


class RulesForm(forms.Form):
    on = forms.BooleanField(label="每天提醒一次", required=False, help_text="不开就什么也不发，首页照样看得到要做的事")
    at = forms.TimeField(label="几点发", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                         error_messages={"invalid": "写成 16:30 这样。", "required": "请写几点发。"})
    quiet = forms.CharField(
        label="考试周和别的安静日", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一段：『2027-01-11 2027-01-15 期末考试』。周末和放假不用写。",
    )

    def clean_at(self) -> time:
        at = self.cleaned_data["at"]
        if not reminders.FIRST <= at < reminders.LAST:
            raise forms.ValidationError("晚上七点到早上七点不打扰人，请定在 7:00 到 18:59 之间。")
        return at

    def clean_quiet(self) -> tuple[tuple[date, date, str], ...]:
        found = []
        for number, line in enumerate(self.cleaned_data["quiet"].splitlines(), 1):
            parts = half_width(line).replace("至", " ").split(maxsplit=2)
            if not parts:
                continue
            try:
                first = date.fromisoformat(parts[0])
                last = date.fromisoformat(parts[1]) if len(parts) > 1 and parts[1][:1].isdecimal() else first
            except ValueError as error:
                raise forms.ValidationError(f"第 {number} 行『{line}』的日期应写成 2027-01-11。") from error
            if last < first:
                raise forms.ValidationError(f"第 {number} 行『{line}』的后一天比前一天早。")
            why = " ".join(part for part in parts[1:] if not part[:1].isdecimal())
            found.append((first, last, why[:20]))
        return tuple(found)


@requires("reminders.set")
@require_http_methods(["GET", "POST"])
def reminder_settings(request: HttpRequest) -> HttpResponse:
    """提醒设置: on or off, the hour, quiet days, robots; and what today would say to whom."""
    person, school = request.person, request.person.school
    rules = reminders.rules_of(school)
    initial = {"on": rules.on, "at": rules.at, "quiet": "\n".join(f"{first} {last} {why}".strip() for first, last, why in rules.quiet)}
    form = RulesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        _keep(person, Rules(form.cleaned_data["on"], form.cleaned_data["at"], form.cleaned_data["quiet"], rules.robots))
        messages.success(request, "提醒设置已保存。")
        return redirect("reminder_settings")
    groups = dict(Group.objects.filter(school=school).values_list("pk", "name"))
    return render(request, "school/reminders.html", {
        "form": form, "rules": rules, "quiet": quiet(school, clock.now()), "preview": compose(school, home.todos),
        "robots": [(at, robot, groups.get(robot.group, "全校"), robots.kind_of(robot.url).name) for at, robot in enumerate(rules.robots)],
        "groups": groups.items(), "sent": Digest.objects.filter(school=school).exclude(way=Digest.Way.DAY)[:20],
    })


def _keep(person: Person, rules: Rules) -> None:
    """The keys of robots are not written into the 日志."""
    school = School.objects.get(pk=person.school.pk)
    with transaction.atomic():
        school.settings = {**school.settings, "reminders": rules.as_json()}
        school.save(update_fields=["settings"])
        audit.record(person, "reminder.settings", school, school=school, after={
            "on": rules.on, "at": f"{rules.at:%H:%M}", "quiet": len(rules.quiet), "robots": len(rules.robots),
        })


@requires("reminders.set")
@require_POST
def robot_step(request: HttpRequest) -> HttpResponse:
    """加群机器人、试发一条、去掉."""
    person, school = request.person, request.person.school
    rules, asked = reminders.rules_of(school), request.POST
    if asked.get("step") == "add":
        _keep(person, Rules(rules.on, rules.at, rules.quiet, (*rules.robots, _new_robot(school, rules, asked))))
        messages.success(request, "机器人加好了，试发一条看看。")
        return redirect("reminder_settings")
    number = asked.get("robot", "")
    if not number.isdecimal() or len(number) > 3 or int(number) >= len(rules.robots):
        raise Http404
    robot = rules.robots[int(number)]
    if asked.get("step") == "try":
        robots.send(robot.url, f"校本研修试发一条（{person.name}）。看到这条，说明这个群能收到提醒。")
        messages.success(request, "群里应该已经有一条了。")
    elif asked.get("step") == "remove":
        _keep(person, Rules(rules.on, rules.at, rules.quiet, tuple(one for one in rules.robots if one != robot)))
        messages.success(request, "机器人去掉了。")
    else:
        raise Http404
    return redirect("reminder_settings")


def _new_robot(school: School, rules: Rules, asked: Any) -> Robot:
    url, number = asked.get("url", "").strip(), asked.get("group", "")
    robots.kind_of(url)
    group = Group.objects.filter(school=school, pk=whole(number)).first()
    robot = Robot(url, group.pk if group else None)
    if any(one.group == robot.group for one in rules.robots):
        raise Refused("这里已经有一个机器人。", "一个群一个；要换先去掉原来的。", label=group.name if group else "全校")
    return robot


@requires("remind")
@require_GET
def lacking_list(request: HttpRequest) -> HttpResponse:
    """谁还差什么, by group in the school's order; to ask after, not to post."""
    person = request.person
    found = reached(person, lacking(person.term)) if person.term else []
    today = f"remind:{clock.today()}"
    asked = set(Notice.objects.filter(once=today, user__in=[one.teacher.user_id for one in found]).values_list("user", flat=True))
    groups = [group for group in Group.objects.filter(school=person.school) if any(group.pk in one.groups for one in found)]
    shown: set[int] = set()
    blocks = []
    for group in groups:
        rows = [one for one in found if group.pk in one.groups and one.teacher.pk not in shown]
        shown |= {one.teacher.pk for one in rows}
        blocks += [(group.name, rows)] if rows else []
    rest = [one for one in found if one.teacher.pk not in shown]
    led = None if "school" in reaches(person, "remind") or len(person.led_groups) != 1 else next(iter(person.led_groups))
    words = this_week(person.term, led) if person.term else []
    return render(request, "lacking.html", {
        "blocks": blocks + ([("没有编组", rest)] if rest else []), "asked": asked, "number": len(found), "matters": by_matter(found),
        "text": "\n".join(["校本研修" + chinese.short_date(clock.today()), *words, "写在纸上的交给组长也一样。"]) if words else "",
        "to": reverse("write_new"),
    })


@requires("remind")
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """提醒: one notice to one person, at most once a day."""
    person = request.person
    teacher = fetch(person, "remind", Teacher.objects.filter(left=None), pk=pk)
    one = next((one for one in lacking(person.term) if one.teacher.pk == teacher.pk), None) if person.term else None
    if one is None:
        raise Refused("现在不差什么了。", "刷新页面看最新情况。", label=teacher.name)
    notices.remind(person, teacher, f"{person.name}提醒：{'；'.join(one.lines)}。写在纸上的交给组长也一样。", reverse("mine"))
    messages.success(request, f"已提醒{teacher.name}，今天不会再提醒第二次。")
    return redirect("lacking")
