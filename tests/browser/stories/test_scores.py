"""教导处 marks with keys and a pasted column, opens a reason and the workbook; 校长 agrees to the waiting correction."""
from __future__ import annotations

import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_marks_by_keys_and_a_pasted_column(enter, tmp_path):
    office = enter("jiaodao")
    under(office, "考核").click()
    under(office, "评定录入").click()
    office.get_by_role("row").filter(has_text="档").get_by_role("link", name=re.compile("^录入")).first.click()
    cells = office.locator("#grid input[data-teacher]")
    expect(cells.first).to_be_visible()
    names = [cells.nth(at).get_attribute("aria-label") for at in range(5)]
    cells.first.click()
    office.keyboard.press("Control+A")
    office.keyboard.type("二档")
    office.keyboard.press("Enter")
    expect(cells.nth(1)).to_be_focused()
    expect(office.locator("#grid tr").filter(has_text=names[0]).locator("td.in")).to_contain_text("已存")
    office.evaluate("navigator.clipboard.writeText('一档\\n三档\\n一档')")
    office.keyboard.press("Control+V")
    expect(office.locator("td.in.pasted")).to_have_count(3)
    office.keyboard.press("ArrowUp")
    office.reload()
    expect(cells.nth(0)).to_have_value("二档")
    assert [cells.nth(at).input_value() for at in (1, 2, 3)] == ["一档", "三档", "一档"]

    under(office, "考核汇总表").click()
    row = office.get_by_role("row").filter(has=office.get_by_role("rowheader", name="方静宜", exact=True))
    row.get_by_role("link").first.click()
    why = office.get_by_role("complementary", name="得分理由")
    expect(why).to_contain_text("方静宜")
    expect(why).to_contain_text("依据")
    with office.expect_download() as waiting:
        office.get_by_role("link", name="Excel").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    alive = row_of(openpyxl.load_workbook(file), "方静宜")
    assert any(isinstance(value, str) and value.startswith("=ROUND(") for value in alive), "the total is a live formula"
    stored = row_of(openpyxl.load_workbook(file, data_only=True), "方静宜")
    total = float(row.locator("td.sum").inner_text())
    assert total in [value for value in stored if isinstance(value, int | float)], "and holds what the page shows"


def row_of(book: openpyxl.Workbook, name: str) -> tuple[object, ...]:
    return next(line for line in book.worksheets[0].iter_rows(values_only=True) if name in line)


def test_the_waiting_correction(enter):
    principal = enter("xiaozhang")
    under(principal, "考核").click()
    principal.get_by_role("link", name="异议与更正").click()
    waiting = principal.get_by_role("article").filter(has_text="方静宜").filter(has_text="改 5 分")
    item = re.search(r"方静宜\s+(\d+)", waiting.inner_text())[1]
    waiting.get_by_role("button", name="同意改分").click()
    expect(principal.get_by_text("方静宜的更正")).to_be_visible()
    expect(principal.get_by_role("article").filter(has_text="方静宜").filter(has_text="改 5 分")).to_contain_text("校长已同意")
    under(principal, "考核汇总表").click()
    row = principal.get_by_role("row").filter(has=principal.get_by_role("rowheader", name="方静宜", exact=True))
    cell = row.get_by_role("link").and_(principal.locator(f"[href$='item={item}']"))
    expect(cell).to_have_text("5")

    teacher = enter("jiaoshi")
    under(teacher, "考核").click()
    under(teacher, "我的得分").click()
    expect(teacher.get_by_text("改 5 分").first).to_be_visible()
    expect(teacher.get_by_text("校长已同意").first).to_be_visible()


def under(page: Page, name: str):
    return page.get_by_role("navigation", name="主导航").get_by_role("link", name=name, exact=True)
