from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from activities.forms.words import Words
from activities.models import Activity, ActivityFile, Session
from activities.papers.activities import media_for, record_paper, sign_in_paper
from activities.queries.activities import may
from activities.services import records
from activities.states import ActivityState
from activities.views.activities import found, tab
from documents.chinese import half_width
from documents.paper import Paper
from documents.typeset import typeset
from school import clock, uploads
from school.policy import fetch, requires
from school.workflow import Refused

ASKS = {
    "process": "几点做了什么，谁讲了哪几件事", "interaction": "谁问了什么，怎样回答，有什么不同意见",
    "gains": "和上次比，会做了什么、还不会什么", "follow_up": "接下来谁在什么时候做什么",
    "decisions": "议了哪几件事，各怎样定的，谁去办、什么时候办完；一件一行",
}


class RecordForm(forms.Form):
    """活动记录: four parts, of a meeting 议决事项 too; each may stay empty while it is being written."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, activity: Activity, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.parts = activity.record_parts
        for name, label in self.parts.items():
            self.fields[name] = Words(label=label, required=False, most=records.LONGEST, lines=4, help_text=ASKS[name])

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.parts}


@requires("activity.read")
def activity_record(request: HttpRequest, pk: int) -> HttpResponse:
    """活动记录: everybody reads it; the 记录人, presenters and those who run the activity write it."""
    activity = found(request, pk, "activity.read")
    if request.method == "POST":
        return _save(request, fetch(request.person, "activity.record", Activity.objects.all(), pk=pk))
    closed = activity.state in (ActivityState.COMPLETE, ActivityState.CANCELLED)
    may_write = not closed and may(request.person, "activity.record", activity)
    form = RecordForm(activity=activity, initial={"version": activity.record_version} | {n: getattr(activity, n) for n in activity.record_parts})
    return render(request, "activities/record.html", _page(request, activity, form, may_write))


def _page(request: HttpRequest, activity: Activity, form: RecordForm, may_write: bool) -> dict[str, object]:
    files = list(activity.files.select_related("file"))
    recent = activity.recorded_at and (clock.now() - activity.recorded_at).total_seconds() < 120
    return tab(
        request, activity, "record", form=form, may_write=may_write,
        photos=[f for f in files if f.file.mime.startswith("image/") and not f.sign_in_sheet],
        handouts=[f for f in files if not f.file.mime.startswith("image/") and not f.sign_in_sheet],
        sheets=[f for f in files if f.sign_in_sheet],
        parts=[(label, getattr(activity, name)) for name, label in activity.record_parts.items()],
        may_confirm=not activity.record_confirmed_at and activity.process and may(request.person, "record.confirm", activity)
        and activity.recorded_by_id != request.person.user.pk,
        other=activity.recorded_by if recent and activity.recorded_by_id != request.person.user.pk else None,
    )


def _save(request: HttpRequest, activity: Activity) -> HttpResponse:
    form = RecordForm(request.POST, activity=activity)
    if not form.is_valid():
        if not request.accepts("text/html"):
            errors = "".join(error for errors in form.errors.values() for error in errors)
            return JsonResponse({"error": errors}, status=400)
        return render(request, "activities/record.html", _page(request, activity, form, True), status=400)
    version = records.save_record(request.person, activity, form.texts(), form.cleaned_data["version"])
    if not request.accepts("text/html"):
        return JsonResponse({"version": version, "at": f"{clock.now():%H:%M}"})
    messages.success(request, "记录已经存好。")
    return redirect("activity_record", activity.pk)


@require_POST
@requires("record.confirm")
def record_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    records.confirm_record(request.person, fetch(request.person, "record.confirm", Activity.objects.all(), pk=pk))
    messages.success(request, "记录已经确认。")
    return redirect("activity_record", pk)


@require_POST
@requires("activity.record")
def activity_files(request: HttpRequest, pk: int) -> HttpResponse:
    """传照片、讲稿、签到表照片; each file that cannot be taken gets its own sentence, the others are kept."""
    activity = fetch(request.person, "activity.record", Activity.objects.select_related("school"), pk=pk)
    sheet, kept = request.POST.get("sign_in_sheet") == "1", 0
    for upload in request.FILES.getlist("files"):
        try:
            records.add_file(
                request.person, activity, uploads.read(upload), upload.name, caption=request.POST.get("caption", ""), sign_in_sheet=sheet
            )
            kept += 1
        except Refused as refusal:
            messages.error(request, str(refusal))
    if kept:
        messages.success(request, f"传好了 {kept} 个文件。")
    elif not request.FILES:
        messages.error(request, "还没有选文件。")
    return redirect("activity_record", pk)


@require_POST
@requires("activity.record")
def activity_file(request: HttpRequest, pk: int) -> HttpResponse:
    """写说明 or 去掉 one file."""
    row = ActivityFile.objects.select_related("activity", "file").filter(pk=pk).first()
    activity = fetch(request.person, "activity.record", Activity.objects.all(), pk=row.activity_id if row else 0)
    if request.POST.get("do") == "remove":
        records.remove_file(request.person, row)
        messages.success(request, "已经去掉。")
    else:
        records.caption_file(request.person, row, request.POST.get("caption", ""))
        messages.success(request, "说明已经写好。")
    return redirect("activity_record", activity.pk)


@require_POST
@requires("activity.record")
def activity_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """纸质签到表的页数."""
    activity = fetch(request.person, "activity.record", Activity.objects.all(), pk=pk)
    pages = half_width(request.POST.get("paper_pages", "")).strip() or "0"
    if pages.isdecimal() and int(pages) <= 200:
        records.set_paper_pages(request.person, activity, int(pages) or None)
        messages.success(request, "页数已经记下。")
    else:
        messages.error(request, f"页数『{pages}』不对，请写 1 到 200 的数字，没有就空着。")
    return redirect("activity_record", pk)


@require_GET
@requires("activity.read")
def record_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    activity = found(request, pk, "activity.read")
    return _pdf(record_paper(activity), media_for(activity))


@require_GET
@requires("activity.read")
def sign_in_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    session = fetch(request.person, "activity.read", Session.objects.select_related("activity__school", "activity__term"), pk=pk)
    return _pdf(sign_in_paper(session, whole=may(request.person, "attendance.roll", session.activity)), None)


def _pdf(paper: Paper, media) -> HttpResponse:
    answer = HttpResponse(typeset(paper, media=media), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{paper.title}.pdf")
    return answer
