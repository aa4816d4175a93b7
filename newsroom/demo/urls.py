"""Addresses of the demo alone."""

from django.urls import path

from newsroom.demo import views

app_name = "demo"
urlpatterns = [
    path("mail/", views.mails, name="mails"),
    path("mail/<slug:key>/", views.mail, name="mail"),
    path("mail/<slug:key>/html/", views.html, name="mail_html"),
]
