from django.urls import path

from activities.views import activities, leave, observations, records, results, reviews, roll, sign_in, type_in, works

urlpatterns = [
    # 活动
    path("activities/", activities.activity_list, name="activity_list"),
    path("activities/new/", activities.activity_new, name="activity_new"),
    path("activities/from-plan/", activities.from_plan, name="activities_from_plan"),
    path("activities/<int:pk>/", activities.activity_detail, name="activity_detail"),
    path("activities/<int:pk>/step/", activities.activity_step, name="activity_step"),
    path("activities/<int:pk>/edit/", activities.activity_edit, name="activity_edit"),
    path("activities/<int:pk>/sessions/new/", activities.session_new, name="session_new"),
    path("activities/<int:pk>/materials/", activities.materials, name="activity_materials"),
    path("activities/sessions/<int:pk>/edit/", activities.session_edit, name="session_edit"),
    path("activities/sessions/<int:pk>/remove/", activities.session_remove, name="session_remove"),
    # 签到与点名
    path("s/<str:token>", sign_in.scan, name="scan"),
    path("sign/", sign_in.sign, name="sign"),
    path("sign/code/", sign_in.sign_code, name="sign_code"),
    path("sign/kept/", sign_in.sign_kept, name="sign_kept"),
    path("activities/<int:pk>/attendance/", sign_in.activity_attendance, name="activity_attendance"),
    path("activities/sessions/<int:pk>/sign-in/", sign_in.sign_in_switch, name="sign_in_switch"),
    path("activities/sessions/<int:pk>/projector/", sign_in.projector, name="projector"),
    path("activities/sessions/<int:pk>/projector/code/", sign_in.projector_code, name="projector_code"),
    path("activities/sessions/<int:pk>/join/", sign_in.session_join, name="session_join"),
    path("activities/sessions/<int:pk>/signed/", sign_in.signed, name="signed"),
    path("activities/sessions/<int:pk>/roll/", roll.roll, name="roll"),
    path("activities/sessions/<int:pk>/sheet.pdf", records.sign_in_sheet, name="sign_in_sheet"),
    # 活动记录
    path("activities/<int:pk>/record/", records.activity_record, name="activity_record"),
    path("activities/<int:pk>/record/confirm/", records.record_confirm, name="record_confirm"),
    path("activities/<int:pk>/record.pdf", records.record_pdf, name="record_pdf"),
    path("activities/<int:pk>/files/", records.activity_files, name="activity_files"),
    path("activities/<int:pk>/paper/", records.activity_paper, name="activity_paper"),
    path("activities/files/<int:pk>/", records.activity_file, name="activity_file"),
    # 请假
    path("leaves/", leave.leave_list, name="leave_list"),
    path("leaves/new/<int:pk>/", leave.leave_new, name="leave_new"),
    path("leaves/<int:pk>/decide/", leave.leave_decide, name="leave_decide"),
    path("leaves/<int:pk>/withdraw/", leave.leave_withdraw, name="leave_withdraw"),
    # 先进班级与师德
    path("awards/", results.award_list, name="award_list"),
    path("awards/<int:pk>/remove/", results.award_remove, name="award_remove"),
    path("conduct/", results.conduct_list, name="conduct_list"),
    path("conduct/new/", results.conduct_new, name="conduct_new"),
    path("conduct/<int:pk>/answer/", results.conduct_answer, name="conduct_answer"),
    # 研修材料
    path("write/", works.write_new, name="write_new"),
    path("works/", works.work_list, name="work_list"),
    path("works/new/<int:kind>/", works.work_new, name="work_new"),
    path("works/<int:pk>/", works.work, name="work"),
    path("works/<int:pk>/edit/", works.work_edit, name="work_edit"),
    path("works/<int:pk>/step/", works.work_step, name="work_step"),
    path("works/<int:pk>/photos/", works.work_photos, name="work_photos"),
    path("works/<int:pk>/pdf/", works.work_pdf, name="work_pdf"),
    path("works/photos/<int:pk>/step/", works.photo_step, name="photo_step"),
    path("works/<int:pk>/confirm/", type_in.work_confirm, name="work_confirm"),
    path("typed/", type_in.typed_list, name="typed_list"),
    # 审阅
    path("review/", reviews.review_queue, name="review_queue"),
    path("review/<int:pk>/", reviews.review, name="review"),
    # 听课记录
    path("observations/", observations.observation_list, name="observation_list"),
    path("observations/new/", observations.observation_new, name="observation_new"),
    path("observations/<int:pk>/", observations.observation, name="observation"),
    path("observations/<int:pk>/edit/", observations.observation_edit, name="observation_edit"),
    path("observations/<int:pk>/step/", observations.observation_step, name="observation_step"),
    path("observations/<int:pk>/answer/", observations.observation_answer, name="observation_answer"),
    path("observations/<int:pk>/pdf/", observations.observation_pdf, name="observation_pdf"),
]
