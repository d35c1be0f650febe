from django.urls import path, register_converter

from rubrics.views import files, item, page, reading


class FileKind:
    """The files a rubric goes out as."""

    regex = "json|xlsx|docx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileKind, "rubric_file_kind")

urlpatterns = [
    path("", page.rubric_list, name="rubric_list"),
    path("new/", page.rubric_new, name="rubric_new"),
    path("read/", reading.rubric_read, name="rubric_read"),
    path("<int:pk>/", page.rubric_page, name="rubric_page"),
    path("<int:pk>/edit/", page.rubric_edit, name="rubric_edit"),
    path("<int:pk>/item/", item.rubric_item, name="rubric_item"),
    path("<int:pk>/whole/", item.rubric_whole, name="rubric_whole"),
    path("<int:pk>/arrange/", page.rubric_arrange, name="rubric_arrange"),
    path("<int:pk>/remedy/", page.rubric_remedy, name="rubric_remedy"),
    path("<int:pk>/decide/", page.rubric_decide, name="rubric_decide"),
    path("<int:pk>/use/", page.rubric_use, name="rubric_use"),
    path("<int:pk>/compare/", files.rubric_compare, name="rubric_compare"),
    path("<int:pk>/rubric.pdf", files.rubric_pdf, name="rubric_pdf"),
    path("<int:pk>/rubric.<rubric_file_kind:kind>", files.rubric_file, name="rubric_file"),
]
