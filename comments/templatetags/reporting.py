"""How templates speak of reports."""

from django import template

from comments.models import Report
from comments.reporting import grounds, links

register = template.Library()


@register.filter
def ground_label(report: Report) -> str:
    """Why it was reported: “Illegal content: Insult or defamation”."""
    return grounds.label_of(report.ground, report.law)


@register.filter
def report_path(report: Report) -> str:
    """Its own page."""
    return links.path_of(report)
