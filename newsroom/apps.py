"""The project as an app: it carries the commands that concern the whole house."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
