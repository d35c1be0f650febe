from django.urls import path

from rubrics import views

urlpatterns = [
    path("", views.rubric_list, name="rubric_list"),
    path("new/", views.rubric_new, name="rubric_new"),
    path("<int:pk>/", views.rubric_page, name="rubric_page"),
    path("<int:pk>/edit/", views.rubric_edit, name="rubric_edit"),
    path("<int:pk>/decide/", views.rubric_decide, name="rubric_decide"),
    path("<int:pk>/use/", views.rubric_use, name="rubric_use"),
    path("<int:pk>/rubric.pdf", views.rubric_pdf, name="rubric_pdf"),
]
