from django.urls import path

from activities.views import activities, roll, sign_in

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
]
