"""What the desk's own pages have in common: who may open them, and the frame that they stand in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.admin.reading import person_of

View = Callable[..., HttpResponse]


def for_who_may(permission: str) -> Callable[[View], View]:
    """Anonymous people go to sign-in; who holds the permission nowhere gets 403."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not person_of(request).has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return guard


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The template in the admin's frame."""
    request.current_app = admin.site.name  # as the admin's own views do
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)
