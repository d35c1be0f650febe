"""登录、退出、改密码、换学校: who comes in and as what."""
from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from school.models import User
from yanxiu.demo import accounts as demo_school


class LoginForm(AuthenticationForm):
    """工号或手机号, and the password."""

    error_messages = {
        "invalid_login": "工号（或手机号）和密码对不上。看看大小写和输入法，再试一次；忘了密码请找教导处。",
        "inactive": "这个账号已经停用。要恢复请找教导处。",
    }
    keep = forms.BooleanField(label="这台设备只有我用，7 天内不再问", required=False)

    def clean_username(self) -> str:
        """A phone number stands for the account it belongs to."""
        typed = self.cleaned_data["username"].strip()
        owner = User.objects.filter(phone=typed).first()
        return owner.username if owner else typed


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        if settings.DEMO_DAY:
            kwargs.update(demo_accounts=demo_school.ACCOUNTS, demo_password=demo_school.PASSWORD)
        return super().get_context_data(**kwargs)

    def form_valid(self, form: LoginForm) -> HttpResponse:
        response = super().form_valid(form)
        if not form.cleaned_data["keep"]:
            self.request.session.set_expiry(0)
        return response


class OwnPassword(PasswordChangeForm):
    """A new password that only its owner knows: the first one was on the office's paper."""

    def clean_new_password1(self) -> str:
        new = self.cleaned_data["new_password1"]
        if self.user.check_password(new):
            raise forms.ValidationError("新密码和现在的一样，别人可能知道它，请换一个。")
        return new


class ChangePassword(PasswordChangeView):
    """改密码; who got a first password from the office must do this before anything else."""

    template_name = "accounts/password.html"
    form_class = OwnPassword
    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        form.user.must_change = False
        messages.success(self.request, "密码已经改好，下次用新密码登录。")
        return super().form_valid(form)


@require_POST
def switch_school(request: HttpRequest) -> HttpResponse:
    """换到另一所学校 where this person has a role too."""
    school = next((place for place in request.person.places if str(place.pk) == request.POST.get("school")), None)
    if school is None:
        raise Http404
    request.session["school"] = school.pk
    messages.success(request, f"现在是{school}。")
    return redirect("home")
