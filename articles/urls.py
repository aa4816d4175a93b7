"""Addresses of the desk's own pages, under /admin/desk/; those of one article are in its admin."""

from django.urls import path

from articles.admin import assignments, bulletins, calendar, saved_views, stories
from articles.admin.bulk_page import bulk_page

app_name = "desk"
urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/key/", calendar.new_key, name="calendar_key"),
    path("alert/<int:article_id>/", bulletins.alert, name="alert"),
    path("newsletter/", bulletins.newsletter, name="newsletter"),
    path("stories/", stories.story_list, name="stories"),
    path("bulk/", bulk_page, name="bulk"),
    path("views/", saved_views.save, name="view_save"),
    path("views/<int:key>/", saved_views.change, name="view_change"),
    path("assignments/", assignments.listing, name="assignments"),
    path("assignments/new/", assignments.new, name="assignment_new"),
    path("assignments/<int:key>/", assignments.one, name="assignment"),
]
