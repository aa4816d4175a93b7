"""The checklist on the editing page: waiving one of its findings, and counting what the house rules say."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from articles import waiving
from articles.house_rules import counting
from articles.models import Revision

WAIVE = "waive:"
REASON_LENGTH = 2_000
HANDED_ON = frozenset(
    {"submit", "override", "schedule", "publish"}
)  # steps at which the rules have had their say


def is_waiver(step: str) -> bool:
    """Whether the button that was pressed sets a finding aside."""
    return step.startswith(WAIVE)


def waive(step: str, text: Revision, data: Mapping[str, Any], *, by: User, version: int) -> None:
    """Set the finding aside for the reason beside its button. Raises moderation.errors.Refused."""
    code = step.removeprefix(WAIVE)[:60]
    reason = str(data.get(f"waive-{code}", ""))[:REASON_LENGTH]
    waiving.waive(text, code, by=by, version=version, reason=reason)


def said(step: str) -> str:
    """What the person is told once it is set aside; empty for other steps."""
    return _("Set aside for this text; your reason is on record.") if is_waiver(step) else ""


def count(step: str, text: Revision) -> None:
    """Count what the house rules said of a text that is handed on."""
    if step in HANDED_ON:
        counting.count(Revision.objects.with_article().get(pk=text.pk))
