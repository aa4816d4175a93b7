"""What a deployment must not leave open about people."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def second_factor_is_required(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The demo alone, or a developer's own machine, may let staff in without a second factor."""
    if settings.REQUIRE_SECOND_FACTOR or settings.DEMO or settings.DEBUG:
        return []
    return [
        Error(
            "Staff may enter the desk without a second factor.",
            hint="Remove NEWSROOM_REQUIRE_SECOND_FACTOR=0 from the environment.",
            id="accounts.E001",
        )
    ]
