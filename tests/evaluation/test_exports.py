"""The workbook: formulas alive and equal to the stored values, text never a formula, printable."""
from __future__ import annotations

import io

import formulas
import openpyxl
import pytest
from django.core.management import call_command

from evaluation import exports, papers
from evaluation.models import Score
from tests.builders import a_teacher
from tests.evaluation import builders as make

HEAD = 4


def loaded(data: bytes, values: bool = False):
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def recalculated(data: bytes, folder) -> dict[str, object]:
    """Every cell of the first sheet as another program reckons it."""
    path = folder / "scores.xlsx"
    path.write_bytes(data)
    solved = formulas.ExcelModel().loads(str(path)).finish().calculate()
    found = {}
    for key, cell in solved.items():
        name = str(key)
        if "考核汇总表" in name and ":" not in name:
            found[name.rpartition("!")[2].strip("'")] = cell.value[0, 0]
    return found


@pytest.mark.parametrize("kind", ["cap", "rescale", "plain"])
@pytest.mark.parametrize("otherwise", ["exclude", "zero"])
def test_formulas_give_what_is_stored(cast, tmp_path, kind, otherwise):
    document = make.a_document(otherwise, total=kind)
    make.a_plan(cast, document)
    make.case_a(cast)
    make.awards(cast, "colleague", 5)
    sheet = make.a_sheet(cast, document)
    data = exports.workbook(sheet)
    live, stored = loaded(data).worksheets[0], loaded(data, values=True).worksheets[0]
    formulas_ = {cell.coordinate: cell.value for row in live.iter_rows() for cell in row if cell.data_type == "f"}
    count = Score.objects.filter(sheet=sheet).count()
    assert len([name for name in formulas_ if int("".join(filter(str.isdigit, name))) <= HEAD + count]) == count * 4
    again = recalculated(data, tmp_path)
    for name in formulas_:
        value = stored[name].value
        if isinstance(value, (int, float)):
            assert float(again[name]) == pytest.approx(value, abs=1e-9), (name, formulas_[name])
        else:
            assert str(again[name]) == value, (name, formulas_[name])
    totals = {row[1]: row[-4] for row in stored.iter_rows(min_row=HEAD + 1, max_row=HEAD + count, values_only=True)}
    for score in Score.objects.filter(sheet=sheet).select_related("teacher"):
        assert totals[score.teacher.name] == float(score.total)


def test_bonus_and_sections_carry_the_value_and_a_word(cast):
    document = make.a_document()
    document["items"][8]["counts"] = "bonus"
    make.a_plan(cast, document)
    sheet = make.a_sheet(cast, document)
    rows = list(loaded(exports.workbook(sheet)).worksheets[0].iter_rows(min_row=HEAD + 1, max_row=HEAD + 1, values_only=True))
    assert isinstance(rows[0][-4], (int, float))
    assert "由系统算得" in rows[0][-1]


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_is_never_a_formula(cast, name):
    make.a_plan(cast, make.a_document())
    a_teacher(cast.school, name, group=cast.groups["maths"], term=cast.term)
    book = loaded(exports.workbook(make.a_sheet(cast)))
    wanted = name.replace("\t", "").replace("\r", "")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
             if isinstance(cell.value, str) and cell.value.strip() == wanted]
    assert cells and all(cell.data_type == "s" for cell in cells)


def test_it_prints_on_a4_with_its_head_on_every_page(cast):
    make.a_plan(cast, make.a_document())
    sheet = make.a_sheet(cast)
    book = loaded(exports.workbook(sheet))
    first = book.worksheets[0]
    assert [one.title for one in book.worksheets] == ["考核汇总表", "得分理由", "评价细则"]
    assert (first.page_setup.orientation, first.page_setup.paperSize) == ("landscape", 9)
    assert first.sheet_properties.pageSetUpPr.fitToPage and first.page_setup.fitToHeight == 0  # width: 1 is the default
    assert first.print_title_rows == "$3:$4"
    assert first.freeze_panes == "C5"
    assert first.merged_cells.ranges and "考核汇总表" in first["A1"].value
    text = "\n".join(str(value) for row in first.values for value in row if value)
    for word in ("制表：", "审核：", "校长：", "全校平均", "语文组"):
        assert word in text


def test_commands(cast, tmp_path, capsys):
    make.a_rubric(cast)
    make.a_plan(cast, make.a_document())
    call_command("score_term", school="fd", timing=True)
    assert "8 人" in capsys.readouterr().out
    target = tmp_path / "scores.xlsx"
    call_command("export_scores", school="fd", term="2026-2027-1", output=target, sort="name")
    assert loaded(target.read_bytes()).worksheets[0].max_row > HEAD
    call_command("check_scores", school="fd")
    assert "一致" in capsys.readouterr().out
    Score.objects.filter(teacher=cast.teachers["teacher"]).update(total=1)
    with pytest.raises(SystemExit):
        call_command("check_scores", school="fd")


def test_papers_name_what_the_signs_mean(cast):
    make.a_plan(cast, make.a_document())
    make.case_a(cast)
    html = papers.summary(make.a_sheet(cast)).html
    assert "合计103分" in html and "不是零分" in html and "组长（签字）" in html
