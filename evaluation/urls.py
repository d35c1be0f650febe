from django.urls import path

from evaluation.views import marks, own, sheet, trial, what_if

urlpatterns = [
    path("", sheet.score_sheet, name="score_sheet"),
    path("open/", sheet.score_open, name="score_open"),
    path("compute/", sheet.score_compute, name="score_compute"),
    path("close-open/", sheet.score_close_open, name="score_close_open"),
    path("step/", sheet.score_step, name="score_step"),
    path("cell/<int:teacher_pk>/", sheet.score_cell, name="score_cell"),
    path("members/", sheet.sheet_members, name="sheet_members"),
    path("export.xlsx", sheet.score_export, name="score_export"),
    path("export.pdf", sheet.score_pdf, name="score_pdf"),
    path("corrections/", own.correction_list, name="correction_list"),
    path("corrections/objections/<int:pk>/", own.objection_step, name="objection_step"),
    path("corrections/overrides/<int:pk>/", own.override_step, name="override_step"),
    path("reopen/", own.reopening_propose, name="reopening_propose"),
    path("reopen/<int:pk>/", own.reopening_step, name="reopening_step"),
    path("mine/", own.my_score, name="my_score"),
    path("mine/what-if/", what_if.what_more, name="what_if"),
    path("mine/score.pdf", own.my_score_pdf, name="my_score_pdf"),
    path("mine/confirm/", own.score_confirm, name="score_confirm"),
    path("mine/object/", own.objection_new, name="objection_new"),
    path("mine/objections/<int:pk>/withdraw/", own.objection_withdraw, name="objection_withdraw"),
    path("trial/<int:pk>/", trial.trial, name="trial"),
    path("trial/<int:pk>/trial.xlsx", trial.trial_export, name="trial_export"),
    path("marks/", marks.mark_list, name="mark_list"),
    path("marks/by-hand/", marks.manual_grid, name="manual_grid"),
    path("marks/<int:pk>/", marks.mark_grid, name="mark_grid"),
    path("marks/<int:pk>/confirm/", marks.mark_confirm, name="mark_confirm"),
]
