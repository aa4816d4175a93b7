"""Taking a blocking finding upon oneself: by a publisher, for a reason on record, and for this very text alone."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.checklist.checking import blocking
from articles.models import Revision, Waiver
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision
from moderation.recording import latest_decision, record

BLOCKING, WAIVED = "blocking", "waived"


@transaction.atomic
def waive(
    revision: Revision, code: str, *, by: User, version: int, reason: str, now: datetime | None = None
) -> Decision:
    """Let the text be published all the same; once it changes, the finding blocks again.

    Raises NotAllowed (role, or there is no such finding), ReasonRequired, Conflict.
    """
    now = now or timezone.now()
    current = Revision.objects.select_for_update(of=("self",)).with_article().get(pk=revision.pk)
    if not by.has_perm("articles.waive_finding", current):
        raise NotAllowed(_("Your role does not allow publishing against the checklist."))
    if not reason.strip():
        raise ReasonRequired(_("Say why it is published all the same; the reason stays on record."))
    if current.version != version:
        raise Conflict(current, latest_decision(current))
    if code not in {finding.code for finding in blocking(current) if finding.may_be_waived}:
        raise NotAllowed(_("The checklist no longer says so."))
    waiver = Waiver.objects.create(
        revision=current, code=code, digest=current.digest, waived_by=by, waived_at=now
    )
    return record(
        waiver,
        "waive",
        source=BLOCKING,
        target=WAIVED,
        by=by,
        version=None,
        reason=reason.strip(),
        text_digest=current.digest,
        now=now,
    )
