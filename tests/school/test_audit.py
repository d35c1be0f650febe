"""日志: the chain shows any change, removal or insertion."""
import re

import pytest
from django.urls import reverse

from school import audit
from school.models import AuditEntry


@pytest.fixture
def chain(cast):
    for number in range(5):
        audit.record(cast.person("office"), "test", cast.school, school=cast.school, after={"number": number})
    return cast.school


def test_an_untouched_chain_holds(chain):
    assert audit.first_break(chain) is None


@pytest.mark.parametrize("values", [{"reason": "改过"}, {"after": {"number": 9}}, {"actor_name": "别人"}])
def test_a_changed_entry_is_found(chain, values):
    AuditEntry.objects.filter(seq=3).update(**values)
    assert audit.first_break(chain) == 3


@pytest.mark.parametrize(("seq", "found"), [(2, 2), (5, 5)])
def test_a_removed_entry_is_found_also_at_the_end(chain, seq, found):
    AuditEntry.objects.filter(seq=seq).delete()
    assert audit.first_break(chain) in (found, found + 1)


WRITTEN = [  # what acts of every kind write down, and what the log page must say of it
    ("agree", "evaluation.override", "proposed", "agreed", ["已提出 → 副校长已核"]),
    ("score.open", "evaluation.scoresheet", None, {"rubric": "细则（第 3 版）", "core": "1"}, ["评价细则：细则（第 3 版）", "计分程序版本：1"]),
    ("session.save", "activities.session", None, {"day": "2026-11-25", "ends": "None", "starts": "15:50:00", "audience": "{'plus': ['fd-005']}"},
     ["日期：2026年11月25日", "开始：15:50", "方静宜"]),
    ("attendance.hand", "activities.session", None, [["郑国栋", "present", "duty"]], ["郑国栋：出勤 → 公出"]),
    ("mark", "activities.activity", ["fd-005", ""], ["fd-005", "一档"], ["方静宜、一档"]),
    ("contest.arrange", "activities.contest", {"trim": False, "tiers": [{"name": "一等", "value": "20"}]},
     {"trim": True, "tiers": []}, ["去掉一个最高分和一个最低分：否 → 是", "名称 一等，数值 20 → （空）"]),
    ("account.roles", "school.user", [], ["office"], ["（空） → 教导处"]),
    ("record.add_file", "activities.activity", None, ["合影", "a" * 64], ["校验码 aaaaaaaa…"]),
    ("activity.arrange", "activities.activity", {"forms": "['读书汇报']", "hours": "2.0"}, {"forms": "[]", "hours": "None"}, ["研修方式：读书汇报 → （空）"]),
    ("registration.offer", "activities.activity", None, ["first", "2026-11-18 20:38:18.5+08:00"], ["先到先得", "2026年11月18日 20:38"]),
]


def test_the_log_says_what_was_written_in_words(cast, login):
    """States, fields, 工号, sums, days and lists within lists: nothing of the machine is left, also in what cannot be read."""
    for action, kind, before, after, _ in WRITTEN:
        entry = audit.record(cast.person("office"), action, cast.school, before=before, after=after)
        AuditEntry.objects.filter(pk=entry.pk).update(object_type=kind)
    for odd in ("[x", "{'a': " * 300, "2026-13-45", {"": None, "x": {"y": [[], {}]}}, 0, [None]):
        audit.record(cast.person("office"), "mark", cast.school, after=odd)
    page = login("principal").get(reverse("audit_log")).content.decode()
    body = re.sub(r"<[^>]+>", " ", page[page.index("<tbody>"):page.index("</tbody>")])
    said = " ".join(body.split())
    for *_, words in WRITTEN:
        for word in words:
            assert word in said, word
    assert not [word for word in re.findall(r"[a-z_]{3,}", said) if word not in ("aaaaaaaa",)], said
    assert "改身份" in login("principal").get(reverse("audit_log"), {"q": "改身份"}).content.decode().partition("<tbody>")[2]
