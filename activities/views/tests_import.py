"""测试成绩: a preview first, then the import."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from activities.forms.tests_import import ResultsForm
from activities.models import Activity
from activities.services import tests_import as services
from activities.states import ActivityState
from school.policy import fetch, requires
from school.workflow import Refused


@requires("mark.enter")
def results_import(request: HttpRequest, pk: int) -> HttpResponse:
    """导入测试成绩 into the marks of one activity."""
    person = request.person
    rows = Activity.objects.select_related("school", "term")
    activity = fetch(person, "activity.run", rows, pk=pk)
    if activity.state in (ActivityState.PLANNED, ActivityState.POSTPONED, ActivityState.CANCELLED):
        raise Refused(f"活动现在是『{activity.get_state_display()}』，还不能记成绩。", "活动开放以后再导入。", label=str(activity))
    form = ResultsForm(request.POST or None, request.FILES or None)
    draft = None
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.read(person, activity, form.cleaned_data["file"].read(), form.cleaned_data["bands"])
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            if not draft.errors and "preview" not in request.POST:
                written = services.apply(person, activity, draft)
                messages.success(request, f"导入好了：{written} 人的成绩有变化，其余 {len(draft.results) - written} 人和原来一样。")
                return redirect("activity_detail", pk)
    return render(request, "activities/contests/results.html", {"activity": activity, "form": form, "draft": draft})
