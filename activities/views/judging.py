"""评审: a judge's sheets without names, and the result for those who run the contest."""
from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from activities.exports import result_xlsx
from activities.forms.words import Words
from activities.models import Contest, Judging
from activities.models.contests import WAITING
from activities.papers.contests import result_paper, sheet_paper
from activities.queries import contests as queries
from activities.services import judging as services
from activities.states import ContestState
from activities.views.contests import found, hides_names
from activities.views.works import pdf
from documents.chinese import whole
from documents.nameless import Named, nameless
from documents.typeset import typeset
from instruments.forms import AnswerForm
from school.models import StoredFile
from school.policy import fetch, requires
from school.workflow import Refused, StaleEdit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg"}


@requires("contest.judge")
@require_GET
def contest_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """我的评审: the numbers, which are done."""
    judged = Contest.objects.filter(judges__user=request.person.user).select_related("activity", "instrument")
    contest = fetch(request.person, "contest.read", judged, pk=pk)
    rows = list(
        Judging.objects.filter(judge__contest=contest, judge__user=request.person.user).select_related(
            "entry__contest", "entry__teacher", "response"
        ).order_by("entry__no")
    )
    for row in rows:
        row.shown = queries.masked(row.entry, row.entry.title)
    return render(request, "activities/contests/judge.html", {
        "contest": contest, "rows": rows, "owed": sum(not row.done for row in rows),
    })


def _mine(request: HttpRequest, pk: int) -> Judging:
    rows = Judging.objects.select_related(
        "judge__contest__instrument", "judge__contest__activity", "entry__contest", "entry__teacher", "entry__work", "entry__file",
        "response__instrument",
    )
    return fetch(request.person, "contest.judge", rows, pk=pk)


@requires("contest.judge")
def judging(request: HttpRequest, pk: int) -> HttpResponse:
    """评一件: the entry by its number, the sheet below it."""
    row = _mine(request, pk)
    contest, stale, problems = row.judge.contest, None, []
    form = AnswerForm(contest.instrument, request.POST or None, row.response)
    remark, version = row.remark, row.version
    if request.method == "POST":
        hand_in = request.POST.get("do") != "keep"
        version = _number(request.POST.get("version", ""))
        try:
            remark = Words(most=1000, required=False).clean(request.POST.get("remark", ""))
        except ValidationError as error:
            remark, problems = request.POST.get("remark", ""), error.messages
        if request.POST.get("do") == "decline":
            services.decline(request.person, row, request.POST.get("reason", ""))
            messages.success(request, f"{row.entry.number}你回避了。")
            return redirect("contest_judge", contest.pk)
        if not problems and not form.errors and (form.is_valid() or not hand_in):
            try:
                services.keep_sheet(request.person, row, form.answers, remark, version, hand_in=hand_in)
            except StaleEdit as refusal:
                stale, version = refusal, refusal.version
            else:
                return _after(request, row, hand_in)
    work = row.entry.work
    return render(request, "activities/contests/judging.html", {
        "row": row, "contest": contest, "answer": form, "remark": remark, "version": version, "stale": stale, "problems": problems,
        "title": queries.masked(row.entry, row.entry.title), "text": queries.masked(row.entry, work.body) if work else "",
        "pages": range(1, work.photos.count() + 1) if work else [], "frozen": contest.state != ContestState.JUDGING,
    }, status=409 if stale else 422 if request.method == "POST" else 200)


def _after(request: HttpRequest, row: Judging, hand_in: bool) -> HttpResponse:
    """On to the next one that is still owed."""
    if not hand_in:
        messages.success(request, "已存，还没有交。")
        return redirect("judging", row.pk)
    row.refresh_from_db()
    later = queries.mine(request.person).filter(judge=row.judge).filter(WAITING).order_by("entry__no").first()
    messages.success(request, f"{row.entry.number}交好了。" + ("" if later else "都评完了，谢谢。"))
    return redirect("judging", later.pk) if later else redirect("contest_judge", row.judge.contest_id)


def _number(text: str) -> int:
    return whole(text, 0)


@requires("contest.judge")
@require_GET
def judging_file(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """The entry's file (0) or a handwritten page, named by the number alone."""
    entry = _mine(request, pk).entry
    file: StoredFile | None = entry.file if no == 0 else None
    if no and entry.work:
        page = entry.work.photos.select_related("file")[no - 1 : no]
        file = page[0].file if page else None
    if file is None:
        raise Http404
    with file.blob.open("rb") as source:
        data = source.read()
    if entry.contest.blind:
        try:
            data = nameless(data, file.mime)
        except Named:
            raise Refused("这个文件里的作者信息去不掉，不能匿名看。", "请组织评比的老师换成 PDF 再给评委。", label=entry.number) from None
    ending = ENDINGS.get(file.mime) or ("." + file.name.rsplit(".", 1)[-1] if "." in file.name else "")
    answer = HttpResponse(data, content_type=file.mime)
    answer["Content-Disposition"] = content_disposition_header(not file.mime.startswith("image/"), f"{entry.number.replace(' ', '')}{ending}")
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires("contest.run")
def contest_result(request: HttpRequest, pk: int) -> HttpResponse:
    """评审汇总: what it comes to now; settle ties, confirm."""
    person = request.person
    contest = found(person, pk, "contest.run")
    if request.method == "POST":
        if request.POST.get("do") == "tie":
            places = {
                int(name[2:]): _number(value) for name, value in request.POST.items()
                if name.startswith("t-") and name[2:].isdecimal() and len(name) < 14
            }
            services.settle_tie(person, contest, places, request.POST.get("reason", ""))
            messages.success(request, "同分的先后议定好了。")
        else:
            written = services.confirm(
                person, contest, request.POST.get("seen", ""), without_the_rest=request.POST.get("without") == "1"
            )
            messages.success(request, f"结果确认好了，{written} 人的评定已记入；参评老师收到了通知。")
        return redirect("contest_result", pk)
    result = queries.result(contest)
    for _, entry in result.places:
        entry.shown = queries.masked(entry, entry.title)
    return render(request, "activities/contests/result.html", {
        "contest": contest, "result": result, "hidden": hides_names(person, contest),
        "own": person.teacher and contest.entries.filter(teacher=person.teacher).exists(), "progress": queries.progress(contest),
    })


def _open_to(request: HttpRequest, pk: int) -> Contest:
    """A contest whose names this person may take out of the house."""
    contest = found(request.person, pk, "contest.run")
    if hides_names(request.person, contest):
        raise Refused("你是评委，确认以前看不到作者，不能导出汇总。", "请组织评比的别的老师导出，或者等结果确认。", label=str(contest))
    return contest


@requires("contest.run")
@require_GET
def contest_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """评审汇总表 to print and sign; with ?blank=1 the judging sheet to fill in by hand."""
    if request.GET.get("blank"):
        paper = sheet_paper(found(request.person, pk, "contest.run"))
    else:
        contest = _open_to(request, pk)
        paper = result_paper(contest, queries.result(contest))
    return pdf(typeset(paper), paper.title)


@requires("contest.run")
@require_GET
def contest_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """评审汇总表 as .xlsx."""
    contest = _open_to(request, pk)
    answer = HttpResponse(result_xlsx(contest, queries.result(contest)), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{contest}评审汇总.xlsx")
    return answer
