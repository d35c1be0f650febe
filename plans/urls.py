from django.urls import path

from plans.views import intake, plan, schedule

urlpatterns = [
    path("", plan.plan_list, name="plan_list"),
    path("start/", plan.plan_start, name="plan_start"),
    path("read/", intake.plan_read, name="plan_read"),
    path("schedule/", schedule.schedule, name="schedule"),
    path("schedule/<int:pk>/step/", schedule.entry_step, name="entry_step"),
    path("sections/<int:pk>/save/", plan.section_save, name="section_save"),
    path("sections/<int:pk>/step/", plan.section_step, name="section_step"),
    path("comments/<int:pk>/resolve/", plan.comment_resolve, name="comment_resolve"),
    path("<int:pk>/", plan.plan, name="plan"),
    path("<int:pk>/edit/", plan.plan_edit, name="plan_edit"),
    path("<int:pk>/check/", schedule.plan_check, name="plan_check"),
    path("<int:pk>/step/", plan.plan_step, name="plan_step"),
    path("<int:pk>/sections/", plan.section_add, name="section_add"),
    path("<int:pk>/comments/", plan.plan_comment, name="plan_comment"),
    path("<int:pk>/rows/<slug:kind>/", plan.plan_rows, name="plan_rows"),
    path("<int:plan_pk>/schedule/new/", schedule.entry_edit, name="entry_new"),
    path("<int:plan_pk>/schedule/<int:pk>/", schedule.entry_edit, name="entry_edit"),
    path("<int:pk>/plan.pdf", plan.plan_pdf, name="plan_pdf"),
    path("<int:pk>/plan.docx", plan.plan_docx, name="plan_docx"),
]
