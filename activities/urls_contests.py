from django.urls import path

from activities.views import contests, inspections, judging, tests_import

urlpatterns = [
    # 评比
    path("contests/", contests.contest_list, name="contest_list"),
    path("contests/new/", contests.contest_new, name="contest_new"),
    path("contests/<int:pk>/", contests.contest, name="contest"),
    path("contests/<int:pk>/edit/", contests.contest_edit, name="contest_edit"),
    path("contests/<int:pk>/judges/", contests.contest_judges, name="contest_judges"),
    path("contests/<int:pk>/enter/", contests.contest_enter, name="contest_enter"),
    path("contests/<int:pk>/step/", contests.contest_step, name="contest_step"),
    path("contests/entries/<int:pk>/remove/", contests.entry_remove, name="entry_remove"),
    path("contests/<int:pk>/judge/", judging.contest_judge, name="contest_judge"),
    path("contests/judgings/<int:pk>/", judging.judging, name="judging"),
    path("contests/judgings/<int:pk>/file/<int:no>/", judging.judging_file, name="judging_file"),
    path("contests/<int:pk>/result/", judging.contest_result, name="contest_result"),
    path("contests/<int:pk>/result.pdf", judging.contest_pdf, name="contest_pdf"),
    path("contests/<int:pk>/result.xlsx", judging.contest_xlsx, name="contest_xlsx"),
    # 测试
    path("activities/<int:pk>/results/", tests_import.results_import, name="results_import"),
    # 检查与巡课
    path("inspections/", inspections.inspection_list, name="inspection_list"),
    path("inspections/new/", inspections.inspection_new, name="inspection_new"),
    path("inspections/walk/", inspections.walk, name="walk"),
    path("inspections/<int:pk>/", inspections.inspection, name="inspection_round"),
    path("inspections/<int:pk>/step/", inspections.inspection_step, name="inspection_step"),
    path("inspections/<int:pk>/record.pdf", inspections.inspection_pdf, name="inspection_pdf"),
    path("inspections/findings/<int:pk>/", inspections.finding, name="finding"),
    path("inspections/findings/<int:pk>/answer/", inspections.finding_answer, name="finding_answer"),
    path("inspections/findings/<int:pk>/check/", inspections.finding_check, name="finding_check"),
]
