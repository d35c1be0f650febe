"""从文件读入: a .docx, .xlsx, pasted text or .json becomes a draft beside its source; nothing is stored before somebody agrees."""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from documents.reading import Document, Unreadable, read_document
from rubrics import queries, services
from rubrics.models import Rubric
from rubrics.reading import read_rubric
from rubrics.ruleforms.elements import spell
from rubrics.scoring import Refusal, parse_rubric
from rubrics.services import Unreckonable
from rubrics.states import RubricState
from school import uploads
from school.policy import requires
from school.workflow import Refused

SURE, LIKELY = 0.9, 0.6
MOST_TEXT = 400_000


class ReadForm(forms.Form):
    """要读的细则: a file, or the text itself."""

    file = forms.FileField(
        label="文件", required=False, help_text="Word（.docx）、Excel（.xlsx）、文本，或本系统导出的 .json",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx,.txt,.json"}),
        error_messages={"empty": "这个文件是空的，请换一个。"},
    )
    text = forms.CharField(
        label="或者粘贴文字", required=False, max_length=MOST_TEXT, strip=False, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": "粘贴的文字太长，请存成文件再读。"},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors and not found.get("file") and not (found.get("text") or "").strip():
            raise forms.ValidationError("请选一个文件，或者粘贴文字。")
        return found


@dataclass
class Draft:
    """读出的草稿: items with what each was read from, the source in pieces, what a person must look at."""

    raw: str
    title: str
    items: list[dict[str, Any]]
    source: list[dict[str, Any]]
    doubts: list[dict[str, str]]
    sum: str


@requires("rubric.edit")
def rubric_read(request: HttpRequest) -> HttpResponse:
    """Upload or paste, look at the draft, agree."""
    if request.method != "POST":
        return _page(request, ReadForm())
    if request.POST.get("do") == "agree":
        return _agree(request)
    form = ReadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    upload, text = form.cleaned_data["file"], form.cleaned_data["text"]
    try:
        name, data = (upload.name, uploads.read(upload)) if upload else ("粘贴的文字.txt", text.encode())
        draft = read_draft(name, data)
    except (Unreadable, Refused) as error:
        form.add_error("file" if upload else "text", str(error))
        return _page(request, form, status=400)
    except Refusal as refusal:
        return _page(request, form, problems=refusal.problems, status=400)
    return _page(request, form, draft=draft)


def read_draft(name: str, data: bytes) -> Draft:
    """Read a file; raises Unreadable, or Refusal for a JSON rubric the core cannot reckon with."""
    if name.lower().endswith(".json") or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        parse_rubric(data)
        document = json.loads(data.decode("utf-8-sig"), parse_float=str)
        return _draft(document, [], [], None)
    source = read_document(name, data)
    found = read_rubric(source)
    document = json.loads(json.dumps(found["rubric"], default=str))
    return _draft(document, found["rules"], found["doubts"], source)


def _draft(document: dict[str, Any], rules: list[dict[str, Any]], doubts: list[dict[str, str]], source: Document | None) -> Draft:
    by_code = {rule["code"]: rule for rule in rules}
    items = []
    for item in document.get("items", []):
        rule = by_code.get(item["code"])
        sure = None if rule is None else rule["confidence"]
        items.append({
            "item": item, "words": queries.rule_words(item), "max": "不封顶" if item.get("max") is None else spell(item["max"]),
            "sure": sure if sure is None else "done" if sure >= SURE else "due" if sure >= LIKELY else "wrong",
            "percent": None if sure is None else round(sure * 100),
            "doubts": [doubt["why"] for doubt in doubts if doubt["code"] == item["code"]],
            "values": [spell(number["value"]) for number in rule["numbers"]] if rule else [],
        })
    marks = sorted((*number["from"], rule["code"], spell(number["value"])) for rule in rules for number in rule["numbers"])
    return Draft(json.dumps(document, ensure_ascii=False, indent=1), document.get("title", ""), items, _pieces(source, marks),
                 [doubt for doubt in doubts if not doubt["code"]], queries.weights(document))


def _pieces(source: Document | None, marks: list[tuple[int, int, str, str]]) -> list[dict[str, Any]]:
    """The source text with the place of every number that was read."""
    if source is None:
        return []
    found, at = [], 0
    for start, end, code, value in marks:
        if start < at:
            continue
        found += [{"text": source.text[at:start]}, {"text": source.text[start:end], "code": code, "value": value}]
        at = end
    return [*found, {"text": source.text[at:]}]


def _agree(request: HttpRequest) -> HttpResponse:
    """Store the draft as the person left it."""
    raw = request.POST.get("raw", "")
    try:
        parse_rubric(raw)
        document = json.loads(raw, parse_float=str)
        into = _draft_to_replace(request)
        if request.POST.get("into") == "replace" and into:
            edition = request.POST.get("edition", "")
            if edition != str(into.edition):
                raise Refused("那一版草稿刚才又改过。", "请回到『从文件读入』再读一次，看清再换。", label=str(into))
            row = services.replace(request.person, into, document, into.edition)
        else:
            document.setdefault("title", "校本研修评价细则")
            document["title"] = request.POST.get("title", "").strip()[:80] or document["title"] or "校本研修评价细则"
            row = services.take_in(request.person, document)
    except Refusal as refusal:
        return _page(request, ReadForm(), problems=refusal.problems, raw=raw, status=400)
    except Unreckonable as refusal:
        return _page(request, ReadForm(), problems=refusal.problems, raw=raw, status=400)
    messages.success(request, "已存为草稿。请逐项看一看规则，再给每一项选依据来源。")
    return redirect("rubric_page", row.pk)


def _draft_to_replace(request: HttpRequest) -> Rubric | None:
    return Rubric.objects.filter(school=request.person.school, state=RubricState.DRAFT).order_by("-version").first()


def _page(request: HttpRequest, form: ReadForm, *, draft: Draft | None = None, problems: list[dict[str, str]] | None = None,
          raw: str = "", status: int = 200) -> HttpResponse:
    return render(request, "rubrics/read.html", {
        "form": form, "draft": draft, "problems": problems or [], "raw": raw, "into": _draft_to_replace(request),
    }, status=status)
