"""A kill that comes as a report of its own ("KILL: Ferry finds the harbour"): which report it takes back."""

import re
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Lower

from feeds.models import ImportedItem
from feeds.parsing.reports import IncomingReport
from feeds.parsing.wires.wire_words import says

WINDOW = timedelta(days=7)
ENOUGH = 12  # characters of a headline that is no mere word
_SET_APART = re.compile(r"\s*(?:[:–—\]\[()*+]+|\s-\s)\s*")


def called_back(advisory: ImportedItem, now: datetime) -> ImportedItem | None:
    """The report that the advisory takes back, by its address or its headline in the same feed; None where none is."""
    headline = advisory.headline
    report = IncomingReport(title=headline, content_html=advisory.body, summary=advisory.summary)
    if says(report) != "kill":
        return None
    pieces = [piece.lower() for piece in _SET_APART.split(headline) if len(piece) >= ENOUGH]
    wanted = Q(low__in=pieces)
    if advisory.link_key is not None:
        wanted |= Q(link_key=advisory.link_key)
    items = ImportedItem.objects.select_for_update(of=("self",)).annotate(low=Lower("headline"))
    meant = items.filter(wanted, feed=advisory.feed_id, received_at__gte=now - WINDOW, withdrawn_at=None)
    return meant.exclude(pk=advisory.pk).order_by("-received_at", "-pk").first()
