"""Taking an earlier text back: as a new save of the text that is worked on, never by altering what was published."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles import drafting
from articles.models import Article, Image, Revision, SavedText
from articles.saving import fields_of
from moderation.errors import NotAllowed

# What goes along with one publication stays with the text that is worked on.
_OF_ITS_OWN = ("change", "change_note")


@transaction.atomic
def restore(
    article: Article, saved: SavedText, *, by: User, seen: tuple[int, int] | None, reason: str = ""
) -> Revision:
    """Save the earlier text over the one that is worked on; a live one gets a working copy first.

    ``seen`` is the key and version of the working text that the person saw, None where there was none. Raises NotAllowed
    (role; the text is approved and closed; it is the same text), Conflict if somebody saved, decided or began meanwhile.
    """
    if saved.revision.article_id != article.pk:
        raise NotAllowed(_("That text belongs to another article."))
    if seen is None:
        working = drafting.revise(article, by=by)
        version = working.version
    else:
        working, version = article.revisions.get(pk=seen[0]), seen[1]
    fields = fields_of(saved.text)
    picture = fields.pop("lead_image_id", None)
    fields["lead_image"] = Image.objects.filter(pk=picture).first()
    if saved.revision_id != working.pk:
        fields = {name: value for name, value in fields.items() if name not in _OF_ITS_OWN}
    reason = reason.strip() or _("The text of %(when)s") % {"when": f"{saved.saved_at:%Y-%m-%d %H:%M} UTC"}
    restored = drafting.save_draft(
        working, by=by, version=version, origin=SavedText.Origin.RESTORED, reason=reason, **fields
    )
    if restored.version == version and seen is not None:
        raise NotAllowed(_("This is the text already; nothing was changed."))
    return restored
