"""Which decisions come to a second person: a share of them, chosen by a number that nobody knows before deciding."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from moderation import queue, undoing
from moderation.actors import Deputy
from moderation.models import Decision, Item, Opinion
from moderation.opinions.reviewables import Reviewable, all_reviewables, reviewable_of
from moderation.recording import latest_on
from moderation.transition import transition

BACK = timedelta(days=1)  # a sweep that was away for longer asks nobody about old cases
BATCH = 200
PRIORITY = -1  # nobody waits for it
CHANGED = Deputy("changed-case@1")  # nobody's judgement: there is nothing left to have an opinion on


def threshold(percent: int) -> str:
    """Digests below this are in the sample: as many of them as the share says. Pure."""
    return "g" if percent >= 100 else f"{int(percent / 100 * 16**8):08x}"


def sample(now: datetime | None = None) -> int:
    """Ask for second opinions on decisions of people that can no longer be taken back; returns how many were asked for."""
    now = now or timezone.now()
    percent = settings.SECOND_OPINION_PERCENT
    if not percent:
        return 0
    return sum(_sample(reviewable, percent, now) for reviewable in all_reviewables())


def _sample(reviewable: Reviewable, percent: int, now: datetime) -> int:
    decided = Decision.objects.filter(
        kind=reviewable.kind,
        name__in=reviewable.outcomes,
        by__isnull=False,
        at__gt=now - BACK,
        at__lte=now - undoing.window(),
        opinion=None,
        digest__lt=threshold(percent),
    )
    decisions = list(decided.order_by("pk")[:BATCH])
    sheets = reviewable.sheets({decision.object_id for decision in decisions})
    asked = 0
    for decision in decisions:
        sheet, newest = sheets.get(decision.object_id), latest_on(decision.kind, decision.object_id)
        if sheet and newest and newest.pk == decision.pk and sheet.text_digest == decision.text_digest:
            asked += _ask(reviewable, decision, sheet.section, now)
    return asked


@transaction.atomic
def _ask(reviewable: Reviewable, decision: Decision, section: str, now: datetime) -> bool:
    item = Item.objects.filter(kind=decision.kind, object_id=decision.object_id, decision=decision).first()
    reasons = list(item.reasons) if item else []
    opinion, is_new = Opinion.objects.get_or_create(
        decision=decision,
        defaults={
            "kind": decision.kind,
            "object_id": decision.object_id,
            "section": section,
            "rules": sorted({str(reason.get("rule", "")) for reason in reasons} - {""}),
            "first": reviewable.outcomes[decision.name],
            "asked_at": now,
        },
    )
    if is_new:
        with translation.override(settings.LANGUAGE_CODE):
            words = _("Second opinion: a colleague has decided on this. Decide as if you were the first.")
        blind = {"rule": "blind", "words": words}
        queue.enqueue(opinion, reasons=[blind, *reasons], priority=PRIORITY, section=section)
    return is_new


def lapse_changed() -> int:
    """Put aside what can no longer be judged as it was: deleted, or changed by its author. Returns how many."""
    lapsed = 0
    for opinion in Opinion.objects.filter(state=Opinion.State.WAITING).select_related("decision")[:BATCH]:
        reviewable = reviewable_of(opinion.kind)
        sheet = reviewable.sheets([opinion.object_id]).get(opinion.object_id) if reviewable else None
        if sheet is None or sheet.text_digest != opinion.decision.text_digest:
            with transaction.atomic():
                decision = transition(opinion, "lapse", by=CHANGED, version=opinion.version)
                queue.close(opinion, decision)
            lapsed += 1
    return lapsed
