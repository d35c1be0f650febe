import io
import os
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from documents.attachments import attached
from documents.bind import bind
from documents.paper import Paper
from documents.typeset import typeset
from documents.volume import Front, Piece, spine

from .conftest import DAY, picture, placed, prose, words
from .test_typeset import assert_archivable

FRONT = Front(
    "某镇中心小学", "2026—2027学年第一学期", date(2026, 9, 1), date(2027, 1, 15), archive_no="MZ·XB·2026-1-01"
)
WIDE = 210 / 25.4 * 72


def piece(title: str, pages: int, body_class: str = "form prose", **more) -> Piece:
    html = f"<h1>{title}</h1>" + "".join(f"<p{' class=new' if n else ''}>{prose(n, 60)}</p>" for n in range(pages))
    return Piece(title, "教导处", DAY, (Paper(title, "教导处", DAY, html, body_class),), **more)


PIECES = [
    piece("计划", 3, "gongwen"),
    piece("记录", 1),
    Piece("签到表", "教导处", DAY, reserve=2, remark="纸质原件"),
    piece("汇总表", 2, "sheetpage"),
    piece("反思", 2),
]


def corners(pdf: bytes) -> dict[int, str]:
    """What stands in the outer upper corner of each side (1 = the cover), on the upright sheet."""
    found = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        turned = [page.obj.get("/Rotate", 0) == 270 for page in document.pages]
    for side, page in enumerate(placed(pdf), 1):
        front = side % 2 == 1
        for x, y, text in page:
            if 24 < y < 42 and (x > WIDE - 90 if front else x < 60) and text.strip("0123456789—") == "":
                found[side] = text
        assert not turned[side - 1] or side in found  # pdftotext gives places as displayed
    return found


@pytest.mark.parametrize("running", [False, True])
def test_corner_numbers_equal_the_catalogue(running, tmp_path):
    told = []
    bound = bind(FRONT, PIECES, lambda *step: told.append(step), cache=tmp_path, running=running)
    spans = [(entry.first, entry.last) for entry in bound.entries]
    assert spans == [(1, 3), (4, 4), (5, 6), (7, 8), (9, 10)]
    assert (bound.pages, bound.refused) == (10, ())
    found = corners(bound.pdf)
    assert list(found.values()) == ["1", "2", "3", "4", "5—6", "7", "8", "9", "10"]
    catalogue = words(bound.pdf, 3, 3)
    for first in ("1", "4", "5", "7", "9—10"):
        assert first in catalogue.split()
    with pikepdf.open(io.BytesIO(bound.pdf)) as document, document.open_outline() as outline:
        titles = [item.title for item in outline.root]
        pages = [pikepdf.Page(item.destination[0]).index + 1 for item in outline.root]
    assert titles == ["封面", "卷内文件目录", "计划", "记录", "签到表", "汇总表", "反思", "卷内备考表"]
    sides = dict(zip(titles, pages, strict=True))
    for entry in bound.entries:
        assert found[sides[entry.piece.title]].split("—")[0] == str(entry.first)
        assert running or sides[entry.piece.title] % 2 == 1
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][0] == told[-1][1]
    assert "占用页号 5—6" in " ".join(words(bound.pdf).split())


def test_a_volume_is_an_archive_file_with_its_data(tmp_path):
    data = {"scores.csv": ("工号,总分\n0437,90.5\n".encode(), "text/csv", "学期得分数据")}
    pieces = [*PIECES, Piece("照片", "甲", DAY, (Paper("照片", "甲", DAY, '<img src="media:7" width="99">'),))]
    bound = bind(FRONT, pieces, media={"7": picture()}.get, cache=tmp_path, attachments=data)
    assert_archivable(bound.pdf)
    with pikepdf.open(io.BytesIO(bound.pdf)) as document:
        assert attached(document)["scores.csv"].startswith("工号".encode())
        (listed,) = document.Root.AF
        assert listed.AFRelationship == "/Data"
    again = bind(FRONT, pieces, media={"7": picture()}.get, cache=tmp_path, attachments=data)
    assert again.pdf == bound.pdf


def test_one_change_sets_one_piece(tmp_path):
    bind(FRONT, PIECES, cache=tmp_path)
    before = set(tmp_path.glob("*/*.pdf"))
    (paper,) = PIECES[-1].papers
    turned = replace(paper, html=paper.html.replace("</p><p class=new>", "</p><p class='new l'>"))
    bind(FRONT, [*PIECES[:-1], replace(PIECES[-1], papers=(turned,))], cache=tmp_path)
    assert len(set(tmp_path.glob("*/*.pdf")) - before) == 1


def test_another_picture_under_the_same_name_is_another_piece(tmp_path):
    shown = [Piece("照片", "甲", DAY, (Paper("照片", "甲", DAY, '<img src="media:7" width="99">'),))]
    one = bind(FRONT, shown, media=lambda _: picture(), cache=tmp_path)
    other = bind(FRONT, shown, media=lambda _: picture((0, 0, 200)), cache=tmp_path)
    assert one.pdf != other.pdf


def test_a_missing_picture_is_listed_and_not_kept(tmp_path):
    shown = [Piece("照片", "甲", DAY, (Paper("照片", "甲", DAY, '<img src="media:7" width="99">'),))]
    assert bind(FRONT, shown, cache=tmp_path).refused == ("media:7",)
    assert bind(FRONT, shown, media=lambda _: picture(), cache=tmp_path).refused == ()


def test_a_long_piece_is_set_in_stretches_and_numbered_through(tmp_path):
    works = tuple(
        Paper(f"反思{n}", "甲", DAY, f"<h1>反思{n}</h1><p>{prose(n, 300)}</p>", "form prose") for n in range(30)
    )
    told = []
    bound = bind(FRONT, [Piece("反思集", "各组", DAY, works)], lambda *step: told.append(step), cache=tmp_path)
    assert told[0][1] > 3
    assert bound.entries[0].last == 30
    assert list(corners(bound.pdf).values()) == [str(n) for n in range(1, 31)]


class Cancelled(Exception):
    pass


def test_progress_can_stop_the_work(tmp_path):
    def stop(done: int, total: int, message: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        bind(FRONT, PIECES, stop, cache=tmp_path)
    children = [int(pid) for pid in open(f"/proc/self/task/{os.getpid()}/children").read().split()]
    names = [open(f"/proc/{pid}/cmdline").read() for pid in children]
    assert not [name for name in names if "documents.press" in name]


def test_a_term_not_over_says_so_and_the_spine_reads_downwards(tmp_path):
    front = replace(FRONT, as_of=date(2026, 11, 30), volume="第1册　共2册")
    text = words(bind(front, [piece("记录", 1)], cache=tmp_path).pdf, 1, 1)
    assert "截至2026年11月30日" in text and "2026年9月1日至2026年11月30日" in text and "1件" in text.replace(" ", "")
    assert "册" in words(typeset(spine(front)))
