"""首页: what each role may do here, and the ways to it."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from school.policy import requires


@requires("home")
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")
