"""Addresses of the queue, under /admin/queue/."""

from django.urls import path

from moderation import dashboard_page, together, views
from moderation.opinions import views as opinions

app_name = "moderation"
urlpatterns = [
    path("agreement/", opinions.page, name="agreement"),
    path("", views.queue, name="queue"),
    path("news/", views.news, name="news"),
    path("hold/", views.hold, name="hold"),
    path("release/", views.release, name="release"),
    path("dashboard/", dashboard_page.show, name="dashboard"),
    path("together/", together.together, name="together"),
    path("together/undo/", together.undo_together, name="undo_together"),
    path("<int:item_id>/alike/", together.alike, name="alike"),
    path("<int:item_id>/", views.item, name="item"),
    path("<int:item_id>/decide/", views.decide, name="decide"),
    path("<int:item_id>/note/", views.note, name="note"),
    path("<int:item_id>/undo/", views.undo, name="undo"),
]
