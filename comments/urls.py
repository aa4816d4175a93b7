"""Addresses."""

from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("article/<int:article_id>/", views.talk, name="talk"),
    path("<int:comment_id>/", views.show, name="show"),
    path("<int:comment_id>/reply/", views.reply, name="reply"),
    path("<int:comment_id>/edit/", views.edit, name="edit"),
    path("<int:comment_id>/delete/", views.delete, name="delete"),
]
