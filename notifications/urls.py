"""Addresses."""

from django.urls import path

from notifications import views
from notifications.bulletins import views as letters

app_name = "notifications"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.mark_read, name="mark_all_read"),
    path("<int:notice>/read/", views.mark_read, name="mark_read"),
    path("settings/", views.settings, name="settings"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("address/", views.try_again, name="try_again"),
    path("letters/", letters.ask, name="letters"),
    path("letters/confirm/<str:token>/", letters.confirm, name="confirm"),
    path("letters/choices/<str:token>/", letters.choices, name="choices"),
    path("letters/leave/<str:token>/", letters.leave, name="leave"),
]
