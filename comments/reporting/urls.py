"""Addresses of reports, among those of the talk."""

from django.urls import path

from comments.reporting import appealing, views

urlpatterns = [
    path("<int:comment_id>/report/", views.report, name="report"),
    path("<int:comment_id>/reasons/", appealing.statement, name="statement"),
    path("reports/", views.own, name="reports"),
    path("report/<str:token>/", views.receipt, name="report_receipt"),
    path("report/<str:token>/appeal/", appealing.appeal, name="report_appeal"),
]
