"""The project as an app: it carries the commands and checks that concern the whole house."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from newsroom import database_roles, doctor


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self) -> None:
        """Register the house's checks, and give the application's role its rights after each migration."""
        from accounts import duties, sections
        from newsroom import staffing

        doctor.register_checks()
        sections.register(staffing.sections)
        duties.register(staffing.duties)
        # This app has no tables, so Django sends no signal for it; the door's stands for the whole house.
        post_migrate.connect(
            database_roles.after_migrate,
            sender=apps.get_app_config("moderation"),
            dispatch_uid="application-role",
        )
