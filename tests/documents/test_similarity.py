import time

from documents.similarity import like, passages

from .conftest import prose


def test_shared_passages_are_shown_with_their_places():
    mine, theirs = prose(1, 300), prose(2, 300)
    shared = "下课看他的本子，三道题全错，他没有听懂“平均”两个字。"
    found = passages(mine + shared + mine[:50], theirs[:100] + shared.replace("，", ",") + theirs[100:])
    assert found[0].text in shared and len(found[0].text) > 20
    assert (found[0].at, found[0].other_at) == (300, 100)
    assert passages(mine, theirs) == []
    moved = passages(mine[150:] + mine[:150], mine)
    assert sorted((one.at, one.other_at) for one in moved) == [(0, 150), (150, 0)], "in another order"
    assert [len(one.text) for one in passages(shared * 3, shared)] == [len(shared) - 1], "said three times, shown once"


def test_a_text_of_one_word_holds_nobody_up():
    """The same sign over and over took minutes while everybody else waited."""
    began = time.process_time()
    assert len(passages("字" * 30_000, "字" * 29_000 + "甲")[0].text) == 29_000
    assert time.process_time() - began < 2


def test_five_thousand_works_are_searched_within_a_second():
    works = [(n, prose(n, 800)) for n in range(5000)]
    copied = works[4321][1][100:500] + prose(99999, 400)
    began = time.monotonic()
    found = like(copied, works)
    assert time.monotonic() - began < 2  # half of it is slack for a busy machine
    assert [match.key for match in found] == [4321] and 0.4 < found[0].share < 0.6


def test_what_everybody_writes_counts_not():
    form = "本节课的优点是什么，不足是什么，下一步打算怎样改进，请结合课堂实际来写："
    works = [(n, form + prose(n, 200)) for n in range(60)]
    assert like(form + prose(777, 200), works) == []


def test_a_short_or_empty_text_is_like_nothing():
    assert like("", [(1, "x")]) == [] and like("好的", [(1, "好的")]) == []
