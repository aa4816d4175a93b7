"""Every address of the house, and who answers it."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog

from articles.admin import calendar_feed
from feeds.websub import views as websub
from newsroom import desk_search, health, record_pages
from newsroom.media import media

urlpatterns = [
    path("admin/jsi18n/", JavaScriptCatalog.as_view(), name="javascript-catalog"),
    path("admin/queue/", include("moderation.urls")),
    path("admin/articles/calendar/", RedirectView.as_view(pattern_name="desk:calendar", query_string=True)),
    path("admin/desk/", include("articles.urls")),
    path("admin/record/", record_pages.record, name="record"),
    path("admin/record/export/", record_pages.export, name="record_export"),
    path("admin/transparency/", include("comments.transparency.urls")),
    path("admin/search/", desk_search.search, name="desk_search"),
    path("desk/calendar.ics", calendar_feed.feed, name="calendar_feed"),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("comments/", include("comments.urls")),
    path("decisions/", include("moderation.appeals.urls")),
    path("notices/", include("notifications.urls")),
    path("media/<path:path>", media, name="media"),
    path("feeds-callback/<slug:key>/", websub.callback, name="websub"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("newsroom.demo.urls")))
handler403 = "reader.errors.forbidden"
handler404 = "reader.errors.not_found"
handler500 = "reader.errors.server_error"
# Last: a section's address is any word.
urlpatterns.append(path("", include("reader.urls")))
