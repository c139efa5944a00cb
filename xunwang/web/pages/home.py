"""The first page: what must I do now?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.access.roles import Action
from xunwang.web.people import allowed


@allowed(Action.OPEN_CONSOLE)
def home(request: HttpRequest) -> HttpResponse:
    """Home of the person's roles."""
    return render(request, "home.html", {})
