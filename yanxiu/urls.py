"""All addresses. Each app adds one include line."""
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from school.views import files
from yanxiu import accounts, health, help, home, invited, own, reminding

urlpatterns = [
    path("", home.home, name="home"),
    path("mine/", home.mine, name="mine"),
    path("notices/", home.notices, name="notices"),
    path("notices/read/", home.notices_read, name="notices_read"),
    path("lacking/", reminding.lacking_list, name="lacking"),
    path("lacking/<int:pk>/remind/", reminding.remind, name="remind"),
    path("settings/reminders/", reminding.reminder_settings, name="reminder_settings"),
    path("settings/reminders/robots/", reminding.robot_step, name="robot_step"),
    path("district/", home.district, name="district"),
    path("more/", help.more, name="more"),
    path("help/", help.help_index, name="help"),
    path("help/<slug:slug>/", help.help_page, name="help_page"),
    path("health/", health.health, name="health"),
    path("accounts/login/", accounts.Login.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/password/", accounts.ChangePassword.as_view(), name="password_change"),
    path("accounts/me/", own.own_account, name="own_account"),
    path("accounts/me/calendar/", own.own_feed_step, name="own_feed_step"),
    path("calendar/mine/<str:token>.ics", own.own_feed, name="own_feed"),
    path("accounts/pin/", accounts.pin_change, name="pin_change"),
    path("accounts/out/", accounts.devices_out, name="devices_out"),
    path("c/<str:token>", accounts.card, name="card"),
    path("i/<str:token>", invited.invited, name="invited"),
    path("accounts/school/", accounts.switch_school, name="switch_school"),
    path("accounts/term/", accounts.switch_term, name="switch_term"),
    path("", include("activities.urls")),
    path("", include("school.urls")),
    path("plans/", include("plans.urls")),
    path("", include("archives.urls")),
    path("surveys/", include("instruments.urls")),
    path("evaluation/", include("evaluation.urls")),
    path("rubrics/", include("rubrics.urls")),
    path("files/<int:pk>/", files.stored_file, name="file"),
]
