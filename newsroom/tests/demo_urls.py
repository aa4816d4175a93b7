"""The house's addresses with those of the demo, as they are where NEWSROOM_DEMO is set."""

from django.urls import include, path

from newsroom.urls import urlpatterns as house

urlpatterns = [path("demo/", include("newsroom.demo.urls")), *house]
