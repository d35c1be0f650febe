"""The last seat of an open lesson, taken by many phones at once; and what happens without the lock."""
from __future__ import annotations

import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django_scopes import scope

from activities.models import Observation, OpenLesson
from activities.services import lessons
from school import clock
from school.person import Person
from tests.activities.lessons import an_open_lesson
from tests.builders import TODAY, a_cast


def unguarded(person: Person, lesson: OpenLesson) -> None:
    """The twin of `book` without its hold on the lesson: it counts, waits a little, and takes the seat."""
    full = lesson.observations.filter(state="booked").count() >= lesson.capacity
    time.sleep(0.1)
    Observation.objects.create(
        school=lesson.school, term=lesson.term, observer=person.teacher, observed=lesson.teacher, lesson=lesson, day=lesson.day,
        state="waiting" if full else "booked", saved_at=clock.now(), version=1, key=uuid4(),
    )


@pytest.mark.parametrize(("act", "holds"), [(lessons.book, True), (unguarded, False)])
def test_the_last_seat_of_a_lesson_races(transactional_db, act, holds):
    cast = a_cast()
    with scope(school=[cast.school]):
        lesson = an_open_lesson(cast, day=TODAY + timedelta(days=7), capacity=1)
        lesson = OpenLesson.objects.select_related("school", "term", "teacher").get(pk=lesson.pk)
    people = [cast.person(who) for who in ("teacher", "other", "office", "leader", "archivist", "group_leader")]
    barrier, errors = threading.Barrier(len(people)), []

    def work(person: Person) -> None:
        try:
            with scope(school=[cast.school]):
                barrier.wait()
                act(person, lesson)
        except Exception as error:  # told after the threads have ended
            errors.append(error)
        finally:
            connections.close_all()

    running = [threading.Thread(target=work, args=[person]) for person in people]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    with scope(school=[cast.school]):
        assert errors == []
        assert Observation.objects.filter(lesson=lesson).count() == len(people)
        assert (Observation.objects.filter(lesson=lesson, state="booked").count() == 1) is holds
