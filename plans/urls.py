from django.urls import path

from plans.views import compare, copy, intake, pattern, plan, rubric, schedule

urlpatterns = [
    path("", plan.plan_list, name="plan_list"),
    path("contents/", rubric.plan_contents, name="plan_contents"),
    path("rubric/<int:pk>/", rubric.rubric_with_plan, name="rubric_with_plan"),
    path("start/", plan.plan_start, name="plan_start"),
    path("read/", intake.plan_read, name="plan_read"),
    path("copy/", copy.plan_copy, name="plan_copy"),
    path("pattern/", pattern.plan_pattern, name="plan_pattern"),
    path("staff/", pattern.plan_staff, name="plan_staff"),
    path("schedule/", schedule.schedule, name="schedule"),
    path("schedule/schedule.xlsx", schedule.schedule_file, {"kind": "xlsx"}, name="schedule_xlsx"),
    path("schedule/schedule.ics", schedule.schedule_file, {"kind": "ics"}, name="schedule_ics"),
    path("calendar/<str:token>.ics", schedule.schedule_feed, name="schedule_feed"),
    path("schedule/<int:pk>/step/", schedule.entry_step, name="entry_step"),
    path("sections/<int:pk>/save/", plan.section_save, name="section_save"),
    path("sections/<int:pk>/step/", plan.section_step, name="section_step"),
    path("comments/<int:pk>/resolve/", plan.comment_resolve, name="comment_resolve"),
    path("<int:pk>/", plan.plan, name="plan"),
    path("<int:pk>/compare/", compare.plan_compare, name="plan_compare"),
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
