from django.urls import path

from archives import views

urlpatterns = [
    path("archives/", views.dossier_list, name="dossier_list"),
    path("archives/open/", views.dossier_open, name="dossier_open"),
    path("archives/<int:pk>/", views.dossier, name="dossier"),
    path("archives/<int:pk>/build/", views.dossier_build, name="dossier_build"),
    path("archives/<int:pk>/notes/", views.dossier_note, name="dossier_note"),
    path("archives/<int:pk>/arrange/", views.dossier_arrange, name="dossier_arrange"),
    path("archives/<int:pk>/spine.pdf", views.dossier_spine, name="dossier_spine"),
    path("archives/editions/<int:pk>/seal/", views.edition_seal, name="edition_seal"),
    path("archives/editions/<int:pk>/volume.pdf", views.edition_pdf, name="edition_pdf"),
    path("verify/", views.verify, name="verify"),
]
