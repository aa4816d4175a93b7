"""What the house tells the room of people: its sections, and what waits for a person elsewhere."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.duties import Duty
from accounts.models import User
from articles.models import Assignment, Revision, Section
from moderation.models import Item


def sections() -> list[tuple[str, str]]:
    """Slug and name of every section."""
    return list(Section.objects.values_list("slug", "name"))


def duties(person: User) -> list[Duty]:
    """Sheets in the person's hands, texts that they work on, assignments that are theirs."""
    now = timezone.now()
    leases = Item.objects.filter(lease_holder=person, lease_until__gt=now).count()
    drafts = Revision.objects.filter(changed_by=person, state__in=Revision.WORKING).count()
    assigned = Assignment.objects.filter(assignee=person, state=Assignment.State.OPEN).count()
    return [
        Duty(
            ngettext("%(number)d item of the queue in hand", "%(number)d items of the queue in hand", leases)
            % {"number": leases},
            leases,
            reverse("moderation:queue"),
        ),
        Duty(
            ngettext("%(number)d text that they work on", "%(number)d texts that they work on", drafts)
            % {"number": drafts},
            drafts,
            reverse("admin:articles_revision_changelist"),
        ),
        Duty(
            ngettext("%(number)d assignment", "%(number)d assignments", assigned) % {"number": assigned},
            assigned,
        ),
    ]
