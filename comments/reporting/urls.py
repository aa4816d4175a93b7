"""Addresses of reports, among those of the talk."""

from django.urls import path

from comments.reporting import views

urlpatterns = [
    path("<int:comment_id>/report/", views.report, name="report"),
    path("reports/", views.own, name="reports"),
    path("report/<str:token>/", views.receipt, name="report_receipt"),
]
