"""One address for all stored files; whoever may see what a file belongs to may fetch it, for others it does not exist."""
from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_GET

from school import files
from school.policy import requires

SHOWN = ("image/jpeg", "image/png")  # we made these bytes ourselves; whatever else came from outside is downloaded


@requires("home")
@require_GET
def stored_file(request: HttpRequest, pk: int) -> HttpResponse:
    """文件: pictures are shown, with ?small as 小图, everything else is downloaded.

    A browser may keep it, but asks each time whether it still may.
    """
    if request.person.school is None:
        raise Http404
    found = files.of_school(request.person.school).filter(pk=pk).first()
    if found is None or not files.may_fetch(request.person, found):
        raise Http404
    small = "small" in request.GET and found.mime in SHOWN
    mark = f'"{found.sha256}{"-small" if small else ""}"'
    if request.headers.get("If-None-Match") == mark:
        return HttpResponseNotModified()
    if small:
        answer = FileResponse(files.small(found).open("rb"), content_type="image/jpeg")
    else:
        answer = FileResponse(
            found.blob.open("rb"), content_type=found.mime, filename=found.name, as_attachment=found.mime not in SHOWN
        )
    answer["Cache-Control"], answer["ETag"] = "private, no-cache", mark
    return answer
