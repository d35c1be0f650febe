"""instrument:NAME and ratings:NAME: what others gave, side by side, with who is missing said."""
from datetime import UTC, date, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.evidence import Setting, rated
from instruments.models import Response
from rubrics.scoring import score
from school.models import Teacher
from tests.builders import Cast
from tests.builders_surveys import a_form, a_round

DOCUMENT = {"sections": [{"name": "", "items": [{"code": "n", "name": "总评", "kind": "number", "max": 50}]}], "base": 0, "cut_offs": [], "minutes": 1}
RULE = {"kind": "raters", "weights": {"自评": "0.2", "同事互评": "0.3", "考核小组评": "0.5"}}
ITEM = {"code": "1", "rule": RULE}


def setting(cast: Cast) -> Setting:
    return Setting(cast.term, list(Teacher.objects.filter(school=cast.school)), {})


def give(cast: Cast, round, total: int, *who: str, about: str = "teacher", **values) -> None:
    for one in who or (None,):
        Response.objects.create(**{
            "school": cast.school, "instrument": round.instrument, "round": round, "about": cast.teachers[about], "total": total,
            "respondent": cast.users[one] if one else None, "answers": {}, "submitted_at": datetime(2026, 10, 9, 9, tzinfo=UTC),
        } | values)
        round.receipts.filter(teacher=cast.teachers.get(one), about=cast.teachers[about]).update(done=True)


def rounds(cast: Cast, **values) -> dict:
    """Closed in October; 方静宜 is rated."""
    form = a_form(cast.school, "师德表", "rating", DOCUMENT)
    me = cast.teachers["teacher"]
    asked = {"self": [me], "peers": [cast.teachers["colleague"], cast.teachers["group_leader"]], "leaders": [cast.teachers["leader"]]}
    made = {}
    for party, people in asked.items():
        made[party] = a_round(form, title=f"{party}评", party=party, about="named", opens=date(2026, 10, 1), closes=date(2026, 10, 20), **values)
        for one in people:
            made[party].receipts.create(teacher=one, about=me)
    return made


def test_each_side_is_brought_to_the_scale_and_weighed(cast: Cast):
    made = rounds(cast)
    give(cast, made["self"], 50, "teacher")
    give(cast, made["peers"], 40, "colleague")
    give(cast, made["peers"], 45, "group_leader")
    give(cast, made["leaders"], 45, "leader")
    found = rated.ratings(setting(cast), "师德表", ITEM)[cast.teachers["teacher"].pk]
    assert found.value == {"ratings": {"自评": ["100/1"], "同事互评": ["80/1", "90/1"], "考核小组评": ["90/1"]}}
    rubric = {"format": "yanxiu-rubric/1", "title": "x", "full_marks": 10, "items": [{"code": "1", "name": "师德", "max": 10, "rule": RULE}]}
    sheet = score(rubric, {"teachers": [{"id": "T", "evidence": {"1": found.value}}]}).as_json()
    assert sheet["teachers"][0]["items"][0]["points"] == "9.05", "(100 · 0.2 + 85 · 0.3 + 90 · 0.5) / 10"
    assert "self评" in found.records[0].label and cast.teachers["colleague"].name not in str(found.records)


def test_a_missing_side_waits_and_says_so(cast: Cast):
    made = rounds(cast)
    give(cast, made["self"], 50, "teacher")
    give(cast, made["peers"], 40, "colleague")
    found = rated.ratings(setting(cast), "师德表", ITEM)[cast.teachers["teacher"].pk]
    assert set(found.value["ratings"]) == {"自评", "同事互评"}
    assert "『peers评』还差 1 份" in found.note and "『leaders评』还差 1 份" in found.note
    type(made["self"])._base_manager.filter(pk=made["self"].pk).update(closes=date(2026, 12, 1))
    found = rated.ratings(setting(cast), "师德表", ITEM)[cast.teachers["teacher"].pk]
    assert set(found.value["ratings"]) == {"同事互评"}, "a round that still runs does not count"


def test_few_anonymous_ratings_do_not_count_because_they_would_show(cast: Cast):
    made = rounds(cast, anonymous=True)
    for total in (40, 42, 44, 46):
        give(cast, made["peers"], total)
    pk = cast.teachers["teacher"].pk
    few = rated.ratings(setting(cast), "师德表", ITEM)[pk]
    assert few.value is None and "匿名只收到 4 份" in few.note
    give(cast, made["peers"], 48)
    assert len(rated.ratings(setting(cast), "师德表", ITEM)[pk].value["ratings"]["同事互评"]) == 5


def test_the_mean_of_a_form_is_what_others_gave(cast: Cast):
    made = rounds(cast)
    give(cast, made["self"], 50, "teacher")
    give(cast, made["peers"], 40, "teacher")  # about herself in a round of peers: no
    give(cast, made["peers"], 30, "colleague")
    give(cast, made["leaders"], 45, "leader")
    found = rated.instrument(setting(cast), "师德表", {"code": "1", "rule": {"kind": "judged"}})
    assert found[cast.teachers["teacher"].pk].value == {"number": "75/2"}
    assert found[cast.teachers["other"].pk].value is None


def test_all_teachers_are_asked_for_at_once(cast: Cast):
    made = rounds(cast)
    place = setting(cast)

    def spent() -> int:
        with CaptureQueriesContext(connection) as queries:
            rated.ratings(place, "师德表", ITEM), rated.instrument(place, "师德表", {"code": "1", "rule": {"kind": "judged"}})
        return len(queries)

    give(cast, made["peers"], 40, "colleague")
    one = spent()
    for about in ("other", "leader", "colleague", "principal"):
        give(cast, made["peers"], 40, "group_leader", about=about)
    assert spent() == one
