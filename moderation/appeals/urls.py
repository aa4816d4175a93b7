"""Addresses for whom decisions concern, under /decisions/."""

from django.urls import path

from moderation.appeals import views

app_name = "redress"
urlpatterns = [
    path("", views.own, name="own"),
    path("<int:decision_id>/", views.statement, name="statement"),
    path("<int:decision_id>/appeal/", views.appeal, name="appeal"),
]
