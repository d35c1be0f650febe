"""One address for all stored files; whoever may see what a file belongs to may fetch it, for others it does not exist."""
from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from school import files
from school.policy import requires

SHOWN = ("image/jpeg", "image/png", "application/pdf")


@requires("home")
@require_GET
def stored_file(request: HttpRequest, pk: int) -> HttpResponse:
    """文件: pictures and PDF are shown, everything else is downloaded."""
    if request.person.school is None:
        raise Http404
    found = files.of_school(request.person.school).filter(pk=pk).first()
    if found is None or not files.may_fetch(request.person, found):
        raise Http404
    answer = FileResponse(
        found.blob.open("rb"), content_type=found.mime, filename=found.name, as_attachment=found.mime not in SHOWN
    )
    answer["Cache-Control"] = "private, max-age=86400"
    return answer
