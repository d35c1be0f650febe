"""材料种类: what teachers of this school write, and what each kind asks and costs."""
from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from activities import kinds
from activities.forms.kinds import KindForm
from activities.models import WorkKind
from activities.services import kinds as services
from school.policy import requires


@requires("settings")
@require_http_methods(["GET", "POST"])
def kind_list(request: HttpRequest) -> HttpResponse:
    school = request.person.school
    if request.method == "POST":
        added = services.add_usual(request.person)
        messages.success(request, f"补上了{'、'.join(added)}。" if added else "常用的种类都有了。")
        return redirect("kind_list")
    rows = WorkKind.objects.filter(school=school).annotate(written=Count("works"))
    return render(request, "works/kinds.html", {"kinds": rows, "lacking": kinds.lacking(school)})


@requires("settings")
@require_http_methods(["GET", "POST"])
def kind_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    school = request.person.school
    kind = get_object_or_404(WorkKind.objects.filter(school=school), pk=pk) if pk else WorkKind(school=school, order=99)
    form = KindForm(request.POST or None, instance=kind)
    if request.method == "POST" and form.is_valid():
        services.save(request.person, form.instance)
        messages.success(request, f"『{form.instance}』已保存，老师下次打开『写』就看得到。")
        return redirect("kind_list")
    return render(request, "works/kind.html", {"form": form, "kind": WorkKind.objects.get(pk=pk) if pk else None})
