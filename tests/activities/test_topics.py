"""课题: proposed, accepted by others, followed by its tasks, ended with outcomes."""
from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.models import Topic
from activities.papers import topics as papers
from activities.queries.topics import todo_topics
from activities.services import topics as service
from school.workflow import Refused, StaleEdit
from tests.activities.records import a_photo
from tests.builders import TODAY


@pytest.fixture
def topic(cast, login) -> Topic:
    """Proposed by 方静宜 with 郑国栋."""
    form = {"key": uuid4(), "title": "低段识字分散难点", "problem": "学了就忘", "level": "school", "members": "郑国栋", "outside": "县教研室孟宪民",
            "since": "2026-09-01", "until": "2027-06-30"}
    for _ in range(2):
        login("teacher").post(reverse("topic_new"), form)
    return Topic.objects.get()


def step(login, who: str, topic: Topic, name: str, **sent) -> int:
    return login(who).post(reverse("topic_step", args=[topic.pk]), {"step": name, **sent}).status_code


def test_the_story_of_a_topic(cast, login, topic):
    """Only others accept it; the members begin, tick their tasks and bring outcomes; without them it cannot be concluded."""
    assert step(login, "teacher", topic, "set_up") == 403
    assert step(login, "office", topic, "set_up", number="2026-01") == 302
    assert step(login, "other", topic, "start_study") == 404
    assert step(login, "colleague", topic, "start_study") == 302
    login("colleague").post(reverse("topic_task", args=[topic.pk]), {"key": uuid4(), "title": "列出易忘的字", "due": "2026-11-10"})
    assert [todo.title for todo in todo_topics(cast.person("teacher"))] == ["列出易忘的字"]
    login("teacher").post(reverse("task_done", args=[topic.milestones.get().pk]), {"note": "一共 42 个"})
    assert todo_topics(cast.person("teacher")) == []
    assert step(login, "office", topic, "conclude") == 409
    file = SimpleUploadedFile("字表.jpg", a_photo(3), "image/jpeg")
    login("colleague").post(reverse("topic_outcome", args=[topic.pk]), {"files": [file]})
    topic.refresh_from_db()
    service.edit(cast.person("teacher"), topic, topic.version, {"conclusion": "错字少了三成"}, [cast.teachers["colleague"]])
    assert step(login, "office", topic, "conclude", reason="有数字") == 302
    topic.refresh_from_db()
    assert (topic.state, topic.number) == ("finished", "2026-01")
    assert login("teacher").post(reverse("topic_task", args=[topic.pk]), {"key": uuid4(), "title": "再来", "due": "2026-12-10"}).status_code == 409
    stored = topic.outcomes.get().file
    assert login("other").get(reverse("file", args=[stored.pk])).status_code == 200
    for words in ("郑国栋、县教研室孟宪民", "低段识字分散难点", "错字少了三成", "字表.jpg", "一共 42 个", "2026-01"):
        assert words in papers.conclusion(topic).html
    assert "有我" in login("colleague").get(reverse("topic_list")).content.decode()


def test_nobody_accepts_his_own_and_no_edit_is_lost(cast, topic):
    own = Topic.objects.create(
        school=cast.school, title="小主持人", problem="不敢说", leader=cast.teachers["office"], since=TODAY, until=TODAY + timedelta(days=90)
    )
    with pytest.raises(Refused):
        service.take_step(cast.person("office"), own, "set_up")
    own.members.set([cast.teachers["leader"]])
    with pytest.raises(Refused, match="成员"):
        service.take_step(cast.person("leader"), own, "set_up")
    service.take_step(cast.person("principal"), own, "set_up")
    with pytest.raises(Refused, match="级别"):
        service.edit(cast.person("office"), own, own.version, {"level": "province"}, [])
    service.edit(cast.person("teacher"), topic, topic.version, {"title": "先存的"}, [])
    with pytest.raises(StaleEdit):
        service.edit(cast.person("teacher"), topic, topic.version, {"title": "后存的"}, [])
    with pytest.raises(Refused, match="起止之间"):
        service.add_milestone(cast.person("teacher"), topic, uuid4(), "太晚", topic.until + timedelta(days=1))
