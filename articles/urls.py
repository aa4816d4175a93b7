"""Addresses of the desk's own pages, under /admin/desk/; those of one article are in its admin."""

from django.urls import path

from articles.admin import assignments, stories

app_name = "desk"
urlpatterns = [
    path("stories/", stories.story_list, name="stories"),
    path("assignments/", assignments.listing, name="assignments"),
    path("assignments/new/", assignments.new, name="assignment_new"),
    path("assignments/<int:key>/", assignments.one, name="assignment"),
]
