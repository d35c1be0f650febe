"""登录、退出、个人卡、改密码、换学校: who comes in and as what."""
from __future__ import annotations

import time
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from documents.chinese import half_width
from school import pins
from school.models import User
from school.services import accounts as services
from school.services import cards
from school.workflow import Refused
from yanxiu import sessions
from yanxiu.demo import accounts as demo_school

DEVICE = "device"  # the cookie by which a phone knows whose it is; it opens nothing by itself
AFTER_LOGIN = "after_login"  # where somebody was going when he had to log in: a card leads there too
WAITS = 15 * 60


class LoginForm(AuthenticationForm):
    """工号或手机号, and the password or the six digits."""

    error_messages = {
        "invalid_login": "工号（或手机号）和密码（或六位数字）对不上。看看大小写和输入法，再试一次；忘了请找教导处。",
        "inactive": "这个账号已经停用。要恢复请找教导处。",
    }
    keep = forms.BooleanField(label="这台设备只有我用，不用每次登录", required=False)

    def clean_username(self) -> str:
        """A phone number stands for the account it belongs to."""
        typed = self.cleaned_data["username"].strip()
        owner = User.objects.filter(phone=typed).first()
        return owner.username if owner else typed

    def clean_password(self) -> str:
        """Digits from a Chinese keyboard may be wide ones."""
        typed = self.cleaned_data["password"]
        return half_width(typed) if pins.is_pin(half_width(typed)) else typed

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if user.backend == pins.BACKEND and not pins.may_use_pin(user):
            raise ValidationError("你的身份能看到别人的材料和分数，要用密码登录；没有密码请找系统管理员。")


@method_decorator([login_not_required, never_cache], name="dispatch")
class Login(LoginView):
    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (going := self.get_redirect_url()) and going != "/":
            request.session[AFTER_LOGIN] = [going, int(time.time())]
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        if settings.DEMO_DAY:
            kwargs.update(demo_accounts=demo_school.ACCOUNTS, demo_password=demo_school.PASSWORD)
        if "other" not in self.request.GET:
            kwargs["known"] = device_owner(self.request)
        return super().get_context_data(**kwargs)

    def form_valid(self, form: LoginForm) -> HttpResponse:
        response = super().form_valid(form)
        user, keep = form.get_user(), form.cleaned_data["keep"]
        sessions.begin(self.request, keep=keep)
        if user.backend == pins.BACKEND and keep:
            remember(response, user)
        return response


def remember(response: HttpResponse, user: User) -> None:
    """This phone asks its owner for the six digits only. A new number makes it ask for the 工号 again."""
    response.set_signed_cookie(
        DEVICE, signing.dumps([user.pk, user.pin[-12:]]), max_age=2 * sessions.OWN_PHONE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def device_owner(request: HttpRequest) -> User | None:
    try:
        pk, mark = signing.loads(request.get_signed_cookie(DEVICE))
    except (KeyError, signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).exclude(pin="").first()
    return user if user and user.pin[-12:] == mark else None


class PinForm(forms.Form):
    """六位数字, twice."""

    pin = forms.CharField(label="设六位数字", max_length=12)
    again = forms.CharField(label="再输一遍", max_length=12)

    def clean_pin(self) -> str:
        return half_width(self.cleaned_data["pin"]).strip()

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "pin" in given and "again" in given and given["pin"] != half_width(given["again"]).strip():
            raise ValidationError("两遍输的不一样，请再输一次。")
        return given

    @property
    def sentence(self) -> str:
        """The one thing to say about what was typed."""
        return next((text for texts in self.errors.values() for text in texts), "")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest, token: str) -> HttpResponse:
    """扫个人卡: the owner sets his six digits and is in, on the page he was going to. Looking at it spends nothing."""
    try:
        found = cards.open_card(token)
    except Refused as refusal:
        return render(request, "accounts/card_refused.html", {"refusal": refusal}, status=404)
    form, wrong = PinForm(request.POST or None), ""
    if request.method == "POST":
        if form.is_valid():
            try:
                user = cards.use_card(token, form.cleaned_data["pin"], request.META.get("REMOTE_ADDR", ""))
            except Refused as refusal:
                wrong = str(refusal)
            else:
                return _enter(request, user)
        wrong = wrong or form.sentence
    return render(request, "accounts/card.html", {"card": found, "wrong": wrong}, status=400 if wrong else 200)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    going, at = request.session.get(AFTER_LOGIN) or ("/", 0)
    login(request, user, backend=pins.BACKEND)
    sessions.begin(request, keep=True)
    request.session.pop(AFTER_LOGIN, None)
    fits = time.time() - at < WAITS and url_has_allowed_host_and_scheme(going, {request.get_host()})
    messages.success(request, "以后这部手机不用再登录；在别处用工号和刚才的六位数字。")
    response = redirect(going if fits else "home")
    remember(response, user)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def pin_change(request: HttpRequest) -> HttpResponse:
    """改六位数字: with the present one, or the password where there is none yet."""
    user = request.user
    form, wrong = PinForm(request.POST or None), ""
    if request.method == "POST":
        known = half_width(request.POST.get("old", "")) if user.pin else request.POST.get("old", "")
        if not form.is_valid():
            wrong = form.sentence
        elif authenticate(request, username=user.username, password=known) != user:
            wrong = "现在的六位数字不对。" if user.pin else "登录密码不对。"
        else:
            try:
                cards.change_pin(request.person, form.cleaned_data["pin"])
            except Refused as refusal:
                wrong = str(refusal)
            else:
                services.end_sessions(user, but=request.session.session_key)
                messages.success(request, "六位数字改好了，别的设备要重新登录。")
                return redirect("own_account")
    return render(request, "accounts/pin.html", {"wrong": wrong, "may": pins.may_use_pin(user)}, status=400 if wrong else 200)


@require_POST
def devices_out(request: HttpRequest) -> HttpResponse:
    """退出其他设备: the phone was lost, or a shared computer was left open."""
    cards.end_all(request.person, request.user, but=request.session.session_key)
    messages.success(request, "别的设备都已退出，只留这一台。")
    return redirect("own_account")


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
    request.session.pop("term", None)
    messages.success(request, f"现在是{school}。")
    return redirect("home")


@require_POST
def switch_term(request: HttpRequest) -> HttpResponse:
    """换学期看: every list and sheet shows the chosen term until one goes back to 本学期."""
    person, asked = request.person, request.POST.get("term", "")
    term = next((term for term in person.terms if str(term.pk) == asked), None) if asked else person.present
    if term is None:
        raise Http404
    if term == person.present:
        request.session.pop("term", None)
    else:
        request.session["term"] = term.pk
    back = request.POST.get("next", "")
    return redirect(back if back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()}) else "home")
