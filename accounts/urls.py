"""Addresses; those of sign-in are allauth's."""

from django.urls import path
from django.views.generic import RedirectView

from accounts import accepting, views

app_name = "accounts"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="accounts:me")),
    path("invitation/<str:token>/", accepting.invitation, name="invitation"),
    path("me/", views.me, name="me"),
    path("me/everything/", views.export, name="export"),
    path("me/erase/", views.erase, name="erase"),
]
