"""读评价细则：四栏表、几级表头、条文，Word、Excel、文本都一样；命令的输出和出口码。"""

import io
import json
from decimal import Decimal

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command

from documents.reading import Unreadable, read_document
from rubrics.reading import read_rubric
from rubrics.scoring import parse_rubric, score

HEAD = ["内容", "权重", "考核标准及要求", "评价方式"]
ROWS = [
    ["1.政策理论学习", "10分", "理论笔记每少次扣1分", "查笔记"],
    ["2.师德培训", "10分", "情节严重的扣8分，较轻的扣3分", "自查、互查"],
    ["3.新教师亮相课", "5分", "听课组当场打分，等次为5分、4分、2分。", "听课"],
    ["4.心理讲座", "8分", "测验成绩分为三档：8分、5分、2分", "测试"],
    ["5.软件培训", "5分", "看操作分为三档：5分4分3分。", "检查"],
    ["6.网络晒课", "8分", "一级指标8分，二级指示5分，三级指标2分。", "查记录"],
    ["7.文明班建设", "7分", "按学期评比获得文明班级次数，一次加1分，加满7分为止。", "查评比"],
    ["8.联片活动", "5分", "每参加一次联片活动加2分，在会上出课加5分。", "查档案"],
]
KINDS = ["quota", "count", "tiers", "tiers", "tiers", "tiers", "count", "count"]


def as_text(indented: bool) -> bytes:
    rows = [HEAD, *ROWS]
    if indented:
        return (
            "附件2\n\n研修评价细则（满分100分）\n"
            + "\n\n".join("\n".join("\t" + c for c in row) for row in rows)
            + "\n "
        ).encode()
    return ("研修评价细则（满分100分）\n" + "\n".join("\t".join(row) for row in rows)).encode()


def as_word() -> bytes:
    document = docx.Document()
    document.add_paragraph("研修评价细则（满分100分）")
    table = document.add_table(0, 4)
    for row in [HEAD, *ROWS]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_excel() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["研修评价细则（满分100分）"])
    for row in [HEAD, *ROWS]:
        book.active.append(row)
    book.active.merge_cells("A1:D1")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FILES = {"缩进文本": as_text(True), "制表符文本": as_text(False), "Word": as_word(), "Excel": as_excel()}


@pytest.mark.parametrize("form", FILES)
def test_the_usual_four_columns(form):
    document = read_document(form, FILES[form])
    read = read_rubric(document)
    items = read["rubric"]["items"]
    assert [i["name"] for i in items] == [row[0].split(".")[1] for row in ROWS]
    assert [f"{i['max']}分" for i in items] == [row[1] for row in ROWS]
    assert [i["method"] for i in items] == [row[3] for row in ROWS]
    assert [i["rule"]["kind"] for i in items] == KINDS == [r["kind"] for r in read["rules"]]
    assert items[5]["rule"]["tiers"] == {"一级指标": 8, "二级指标": 5, "三级指标": 2}
    assert items[6]["rule"]["points"] == {"文明班级": 1}
    assert items[7]["rule"]["points"] == {"参加": 2, "出课": 5}
    for rule in read["rules"]:
        assert rule["confidence"] >= 0.8
        for number in rule["numbers"]:
            start, end = number["from"]
            assert document.text[start:end] == str(number["value"])
    whys = "\n".join(d["why"] for d in read["doubts"])
    assert "二级指示" in whys and "合计 58 分，文件写满分 100 分" in whys
    assert read["rubric"]["full_marks"] == 100


def test_what_is_read_can_be_scored():
    rubric = read_rubric(read_document("a", FILES["制表符文本"]))["rubric"]
    evidence = {"teachers": [{"id": "1", "evidence": {
        "1": {"done": 8, "of": 10}, "2": {"counts": {"较轻": 1}}, "3": {"tier": "一档"}, "4": {"tier": "二档"}, "5": "none",
        "6": {"tier": "三级指标"}, "7": {"count": 9}, "8": {"counts": {"参加": 1, "出课": 1}},
    }}]}  # fmt: skip
    result = score(parse_rubric(rubric), evidence)
    assert [item.points for item in result.sheets[0].items] == [8, 7, 5, 5, 0, 2, 7, 5]


def rubric_of(text: str) -> dict:
    return read_rubric(read_document("a.txt", text.encode()))


def test_sections_in_a_column_and_rows_of_one_item():
    document = docx.Document()
    table = document.add_table(5, 4)
    lines = [["一级指标", "二级指标", "分值", "评分标准"], ["师德", "出勤", "10", "迟到一次扣1分"], ["", "", "", "旷会一次扣3分"],
             ["教学", "听课", "10", "不少于20节，每少一节扣0.5分"], ["合计", "", "20", ""]]  # fmt: skip
    for r, line in enumerate(lines):
        for c, text in enumerate(line):
            table.cell(r, c).text = text
    for c in range(3):
        table.cell(1, c).merge(table.cell(2, c))
    out = io.BytesIO()
    document.save(out)
    read = read_rubric(read_document("a.docx", out.getvalue()))
    first, second = read["rubric"]["items"]
    assert (first["name"], first["max"], first["rule"]) == (
        "出勤",
        10,
        {"kind": "count", "points": {"迟到": -1, "旷会": -3}, "base": 10},
    )
    assert second["rule"]["required"] == 20
    assert [s["name"] for s in read["rubric"]["sections"]] == ["师德", "教学"]
    assert [first["section"], second["section"]] == ["A", "B"]


def test_items_written_as_lines():
    read = rubric_of(
        "教师研修考核办法\n一、出勤（20分）\n按时参加活动，迟到一次扣1分，旷会一次扣3分。\n"
        "二、听课（10分）\n每学期不少于20节，每少一节扣0.5分。\n三、总结（5分）：按时上交得5分，不交不得分。\n"
    )
    assert [(i["name"], i["max"], i["rule"]["kind"]) for i in read["rubric"]["items"]] == [
        ("出勤", 20, "count"),
        ("听课", 10, "quota"),
        ("总结", 5, "all"),
    ]


def test_numbered_items_under_sections_with_points():
    read = rubric_of(
        "一、研修态度（20分）\n1.出勤（10分）迟到一次扣1分。\n2.笔记（10分）每少一篇扣2分。\n二、研修成果（10分）\n1.论文（10分）国家级10分，省级8分，市级6分。\n"
    )
    assert [(i["name"], i["max"]) for i in read["rubric"]["items"]] == [("出勤", 10), ("笔记", 10), ("论文", 10)]
    assert [s["name"] for s in read["rubric"]["sections"]] == ["研修态度", "研修成果"]


def test_points_of_the_levels_in_columns():
    read = rubric_of(
        "评价项目\t评价要点\t权重\t优\t良\t中\n目标\t明确具体\t10\t10\t8\t6\n过程\t环节紧凑\t20\t20\t16\t12\n"
    )
    assert [i["rule"]["tiers"] for i in read["rubric"]["items"]] == [
        {"优": 10, "良": 8, "中": 6},
        {"优": 20, "良": 16, "中": 12},
    ]


def test_chapters_parts_and_bonus_lines():
    read = rubric_of(
        "一、常规（30分）\n（一）备课（10分）\n1、教案齐全得5分，缺一课时扣0.5分。\n2、有反思得5分，缺一次扣0.5分。\n"
        "（二）出勤（20分）\n1.迟到一次扣0.5分。\n2.旷课一节扣5分。\n二、附加分\n1.公开课一次加1分。\n说明：总分为各项之和。\n"
    )
    items = read["rubric"]["items"]
    assert [(i["name"], i["max"], i["rule"]["kind"], i.get("counts")) for i in items] == [
        ("备课", 10, "sum", None), ("出勤", 20, "count", None), ("公开课一次加1分", None, "count", "bonus"),
    ]  # fmt: skip
    assert items[1]["rule"]["points"] == {"迟到": Decimal("-0.5"), "旷课": -5}


def test_an_office_column_is_no_name():
    read = rubric_of(
        "考核项目\t分值\t考核细则\t考核办法\n学习\t10分\t每缺一次扣1分\t查笔记\n听课\t10分\t每少一节扣0.5分\t查记录\n"
    )
    assert [(i["name"], i["method"]) for i in read["rubric"]["items"]] == [("学习", "查笔记"), ("听课", "查记录")]


def test_grades_and_bonus_items():
    read = rubric_of(
        "项目\t分值\t标准\n学习\t100分\t每缺一次扣5分\n附加分项\t\t论文发表每篇加2分，最高10分\n\n"
        "总分90分及以上为优秀，75-89分为良好，60-74分为合格，60分以下为不合格。\n"
    )
    assert read["rubric"]["grades"] == [
        {"name": "优秀", "at_least": 90},
        {"name": "良好", "at_least": 75},
        {"name": "合格", "at_least": 60},
        {"name": "不合格"},
    ]
    assert read["rubric"]["items"][1]["counts"] == "bonus"
    assert read["rubric"]["items"][1]["rule"] == {"kind": "count", "points": {"论文发表": 2}, "cap": 10}


def test_an_unread_sentence_is_kept_and_doubted():
    read = rubric_of("项目\t分值\t标准\n成绩\t10分\t超过甲校3分得8分乙校2分得7分丙丁7分\n学习\t5分\t每缺一次扣1分\n")
    item, rule = read["rubric"]["items"][0], read["rules"][0]
    assert item["rule"] == {"kind": "judged"} and "甲校3分" in item["text"]
    assert rule["confidence"] < 0.5 and any(d["code"] == "1" for d in read["doubts"])


def test_a_story_is_no_rubric():
    with pytest.raises(Unreadable, match="没有找到考核项目"):
        rubric_of("从前有一座山，山上有一座庙。\n" * 50)


def test_the_command(tmp_path, capsys):
    path = tmp_path / "细则.txt"
    path.write_bytes(FILES["制表符文本"])
    call_command("read_rubric", str(path))
    out, err = capsys.readouterr()
    assert json.loads(out)["format"] == "yanxiu-rubric/1"
    assert "第 6 项" in err
    call_command("read_rubric", str(path), "--json")
    out, err = capsys.readouterr()
    assert set(json.loads(out)) == {"rubric", "rules", "doubts"} and not err
    with pytest.raises(CommandError, match="打不开文件") as refused:
        call_command("read_rubric", str(tmp_path / "没有.docx"))
    assert refused.value.returncode == 2


SCHOOL = """××县第三小学教师校本培训考核办法
一、考核内容及分值（共100分）
（一）集中培训（40分）
1．出勤（40分）。事假每次扣2分，旷课一次扣5分，扣完为止。
（二）教学（60分）
2．教学成绩（30分）：优秀率达40%得30分，每降1个百分点扣0.5分。
3．名次（15分）：全年级第一名得15分，每下降一名扣1分。
4．平均分（15分）：每高于年级平均分1分加1分，每低1分扣0.5分，基础分10分。
二、有下列情形之一的实行一票否决：体罚学生、有偿补课。
考核结果分为优秀（90分以上）、良好（80-89分）、合格（60—79分）、不合格（60分以下）四个等次。
"""


def test_a_rule_in_numbered_lines():
    """The title is no numbered heading, 优秀率 is no grade line, a base is not lost, 一票否决 is said."""
    found = read_rubric(read_document("办法.txt", SCHOOL.encode()))
    rubric = found["rubric"]
    assert rubric["title"] == "××县第三小学教师校本培训考核办法"
    assert [(item["name"], item["max"]) for item in rubric["items"]] == [("出勤", 40), ("教学成绩", 30), ("名次", 15), ("平均分", 15)]
    assert [item["rule"]["kind"] for item in rubric["items"]] == ["count", "relative", "rank", "relative"]
    assert rubric["items"][3]["rule"]["base"] == 10
    assert rubric["items"][0]["text"].startswith("事假每次扣2分")
    assert [(grade["name"], grade.get("at_least")) for grade in rubric["grades"]] == [
        ("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", None)]
    assert any("一票否决" in doubt["why"] for doubt in found["doubts"])
