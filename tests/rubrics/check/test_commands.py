"""The commands as people run them: what they print and how they end."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.rubrics.scoring.builders import REFERENCE

EVIDENCE = {"teachers": [{"id": "T01", "name": "甲", "evidence": {"1": {"done": 8, "of": 10}, "12": "none"}}]}


def run(capsys: pytest.CaptureFixture[str], *words: Any) -> tuple[int, str]:
    code = 0
    try:
        call_command(*map(str, words))
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    return code, capsys.readouterr().out


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "evidence.json").write_text(json.dumps(EVIDENCE), encoding="utf-8")
    (tmp_path / "latin.json").write_bytes("Prüfung".encode("latin-1"))
    (tmp_path / "empty.json").write_text("", encoding="utf-8")
    (tmp_path / "nothing.json").write_text('{"format": "yanxiu-rubric/1", "items": []}', encoding="utf-8")
    return tmp_path


def test_score_rubric(capsys: pytest.CaptureFixture[str], files: Path) -> None:
    code, out = run(capsys, "score_rubric", REFERENCE, files / "evidence.json")
    sheet = json.loads(out)["teachers"][0]
    assert (code, sheet["earned"], sheet["total"]) == (0, "18", "18.0")
    code, out = run(capsys, "score_rubric", REFERENCE, files / "evidence.json", "--table")
    assert code == 0 and "10 − 2 = 8 分" in out and out.startswith("姓名")


@pytest.mark.parametrize("name", ["latin.json", "empty.json", "not there.json", "."])
def test_a_file_that_cannot_be_read(capsys: pytest.CaptureFixture[str], files: Path, name: str) -> None:
    for words in (["score_rubric", files / name, files / "evidence.json"], ["score_rubric", REFERENCE, files / name],
                  ["check_rubric", files / name], ["check_rubric", files / name, "--json"]):
        code, out = run(capsys, *words)
        problems = json.loads(out)["problems"]
        assert code == 2 and problems[0]["path"] == "$" and problems[0]["sentence"]


def test_check_rubric(capsys: pytest.CaptureFixture[str], files: Path) -> None:
    code, out = run(capsys, "check_rubric", REFERENCE)
    assert code == 0 and "103" in out
    code, out = run(capsys, "check_rubric", REFERENCE, "--json")
    findings = json.loads(out)["findings"]
    assert code == 0 and set(findings[0]) == {"level", "place", "sentence", "remedy"}
    code, out = run(capsys, "check_rubric", files / "nothing.json")
    assert code == 1 and "没有一项计入总分" in out
