from django.urls import path

from school.views import cards, settings

urlpatterns = [
    path("settings/", settings.settings, name="settings"),
    path("settings/terms/new/", settings.term_edit, name="term_new"),
    path("settings/terms/<slug:code>/", settings.term_edit, name="term_edit"),
    path("settings/groups/", settings.groups, name="groups"),
    path("settings/groups/<int:pk>/", settings.group_members, name="group_members"),
    path("settings/groups/tags/<int:pk>/", settings.tag_members, name="tag_members"),
    path("settings/roster/", settings.roster, name="roster"),
    path("settings/roster/import/", settings.roster_import, name="roster_import"),
    path("settings/roster/<int:pk>/", settings.teacher_edit, name="teacher_edit"),
    path("settings/accounts/", settings.accounts, name="accounts"),
    path("settings/accounts/<int:pk>/", settings.account_edit, name="account_edit"),
    path("settings/accounts/<int:pk>/password/", settings.account_password, name="account_password"),
    path("settings/accounts/<int:pk>/active/", settings.account_active, name="account_active"),
    path("settings/cards/", cards.card_list, name="card_list"),
    path("settings/cards/<int:pk>/out/", cards.card_out, name="card_out"),
    path("settings/log/", settings.audit_log, name="audit_log"),
    path("jobs/", settings.job_list, name="job_list"),
    path("jobs/<int:pk>/", settings.job_state, name="job_state"),
    path("jobs/<int:pk>/step/", settings.job_step, name="job_step"),
]
