"""Addresses."""

from django.urls import include, path

from comments import acts, confirming, judging, leaving, mine, reading, views
from comments.hints import views as hints
from comments.measures import views as measures

app_name = "comments"
urlpatterns = [
    path("<int:comment_id>/hint/", hints.hint, name="hint"),
    path("standing/", measures.standing, name="standing"),
    path("standing/<int:measure_id>/acknowledge/", measures.acknowledge, name="acknowledge"),
    path("article/<int:article_id>/", views.talk, name="talk"),
    path("article/<int:article_id>/news/", reading.news, name="news"),
    path("<int:comment_id>/", reading.show, name="show"),
    path("<int:comment_id>/replies/", reading.branch, name="branch"),
    path("<int:comment_id>/vote/", judging.vote, name="vote"),
    path("<int:comment_id>/pick/", judging.pick, name="pick"),
    path("<int:comment_id>/unpick/", judging.unpick, name="unpick"),
    path("<int:comment_id>/reply/", views.reply, name="reply"),
    path("<int:comment_id>/edit/", views.edit, name="edit"),
    path("<int:comment_id>/delete/", views.delete, name="delete"),
    path("<int:comment_id>/history/", acts.history, name="history"),
    path("<int:comment_id>/mute/", acts.mute, name="mute"),
    path("article/<int:article_id>/follow/", acts.follow, name="follow"),
    path("article/<int:article_id>/write/", acts.write, name="write"),
    path("confirm/<str:token>/", confirming.confirm, name="confirm"),
    path("leave/<str:token>/", leaving.leave, name="leave"),
    path("mine/", mine.mine, name="mine"),
    path("muted/", mine.muted, name="muted"),
    path("muted/<int:person_id>/remove/", mine.unmute, name="unmute"),
    path("followed/", mine.followed, name="followed"),
    path("", include("comments.reporting.urls")),
]
