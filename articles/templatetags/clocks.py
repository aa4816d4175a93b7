"""Instants as a clock in a named zone shows them, with the name of the zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def on_clock(instant: datetime | None, zone: str) -> SafeString:
    """Day, time, and where the clock hangs: “4 May 2031, 06:30 Europe/Berlin (CEST)”."""
    if instant is None:
        return SafeString()
    name = zone or settings.TIME_ZONE
    local = instant.astimezone(ZoneInfo(name))
    return format_html(
        '<time datetime="{}">{}, {}</time> {} ({})',
        local.isoformat(),
        date_format(local, "DATE_FORMAT"),
        date_format(local, "TIME_FORMAT"),
        name.replace("_", " "),
        local.tzname(),
    )
