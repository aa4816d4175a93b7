"""Addresses; those of sign-in are allauth's."""

from django.urls import path
from django.views.generic import RedirectView

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="accounts:me")),
    path("me/", views.me, name="me"),
]
