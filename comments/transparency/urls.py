"""Addresses of the transparency report, under /admin/transparency/."""

from django.urls import path

from comments.transparency import views

app_name = "transparency"
urlpatterns = [
    path("", views.page, name="page"),
    path("<slug:what>.<slug:form>", views.download, name="download"),
]
