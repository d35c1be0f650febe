from django.urls import path

from instruments.views import answering, building, rounds

urlpatterns = [
    path("", rounds.survey_list, name="survey_list"),
    path("new/", rounds.survey_new, name="survey_new"),
    path("<int:pk>/", rounds.survey, name="survey"),
    path("<int:pk>/results.xlsx", rounds.survey_xlsx, name="survey_xlsx"),
    path("<int:pk>/step/", rounds.survey_step, name="survey_step"),
    path("<int:pk>/totals/", rounds.survey_totals, name="survey_totals"),
    path("<int:pk>/sheet/", rounds.survey_sheet, name="survey_sheet"),
    path("entered/<int:pk>/remove/", rounds.entered_remove, name="entered_remove"),
    path("mine/", answering.my_surveys, name="my_surveys"),
    path("answer/<int:pk>/", answering.survey_answer, name="survey_answer"),
    path("answer/<int:pk>/again/", answering.survey_again, name="survey_again"),
    path("forms/", building.instrument_list, name="instrument_list"),
    path("forms/new/", building.instrument_new, name="instrument_new"),
    path("forms/<int:pk>/", building.instrument, name="instrument"),
    path("forms/<int:pk>/edit/", building.instrument_edit, name="instrument_edit"),
    path("forms/<int:pk>/step/", building.instrument_step, name="instrument_step"),
]
