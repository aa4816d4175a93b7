"""Saving over a text that was saved meanwhile: what is disjoint joins at once, what overlaps is put to the writer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from articles import drafting
from articles.comparing import LABELS
from articles.digest import PRINTED
from articles.lineage import changes_along
from articles.merging import Merged, blocks, changes, merge
from articles.models import Image, Revision, SavedText
from articles.saving import base_of, printed
from common.html import sanitise
from moderation.errors import Conflict
from moderation.recording import latest_decision

# Joining along more saves than this would make the writer wait; whoever is that far behind is asked.
MOST_STEPS = 100


class Overlapping(Conflict):
    """Both changed the same blocks or fields. Nothing is saved; ``merged.overlaps`` says what is to be decided."""

    def __init__(self, current: Revision, base: SavedText, mine: dict[str, Any], merged: Merged) -> None:
        self.base, self.mine, self.merged = base, mine, merged
        super().__init__(current, None)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save. ``joined`` says in words what of whom was joined; empty: nobody had saved meanwhile."""

    revision: Revision
    was_stale: bool = (
        False  # somebody saved or decided meanwhile: the writer has not seen the text as it is now
    )
    joined: str = ""


@transaction.atomic
def save(
    revision: Revision,
    *,
    by: User,
    version: int,
    fields: Mapping[str, Any],
    seen: int = 0,
    choices: Sequence[str] = (),
    reason: str = "",
    now: datetime | None = None,
) -> Saved:
    """Save ``fields`` (as ``drafting.save_draft`` takes them), typed over the text of ``version``.

    ``choices`` settle the overlaps with the text of version ``seen``, in their order. Raises Overlapping where a person
    must decide, Conflict where the text was closed meanwhile or another is worked on, NotAllowed as ``save_draft`` does.
    """
    current = Revision.objects.select_for_update(of=("self",)).with_article().get(pk=revision.pk)
    if current.version == version:
        return Saved(drafting.save_draft(current, by=by, version=version, reason=reason, now=now, **fields))
    base = base_of(current, version)
    if base is None or version > current.version or not current.is_editable:
        raise Conflict(current, latest_decision(current))
    mine = {**base.text, **as_printed(fields)}
    if settled := base_of(current, seen) if seen else None:
        mine, base = _met(current, base, mine, settled.text, settled.number).text(choices), settled
    theirs = printed(current)
    merged = _met(current, base, mine, theirs)
    if merged.overlaps:
        raise Overlapping(current, base, mine, merged)
    text = merged.text()
    changed = {name: text[name] for name in PRINTED if text[name] != theirs[name]}
    joined = _said(current, base, mine, theirs)
    saved = drafting.save_draft(
        current,
        by=by,
        version=current.version,
        origin=SavedText.Origin.MERGED,
        reason=reason,
        now=now,
        **as_fields(changed),
    )
    return Saved(saved, True, joined)


def _met(
    revision: Revision,
    base: SavedText,
    mine: dict[str, Any],
    theirs: dict[str, Any],
    number: int | None = None,
) -> Merged:
    """``mine``, typed over ``base``, and ``theirs``, which was saved after it under ``number`` (None: as the last).

    The less a person must decide, the better.

    Several saves together can leave no block as it was, and then two texts alone do not tell which block became which.
    So where they overlap, the saves between are looked at one by one: first whether ``mine`` joins with each of them
    (somebody who sends the same words again finds their own save among them), else what became of each block on the way.
    """
    merged = merge(base.text, mine, theirs)
    if not merged.overlaps:
        return merged
    later = revision.saves.filter(number__gt=base.number).exclude(origin=SavedText.Origin.RESCUED)
    if number is not None:
        later = later.filter(number__lte=number)
    texts = list(later.order_by("number").values_list("text", flat=True)[: MOST_STEPS + 1])
    if len(texts) > MOST_STEPS or not texts or texts[-1] != theirs:
        return merged  # further away than anybody wants to wait for, or changed by other ways than saving
    if (walked := _walked(base.text, mine, texts)) is not None:
        return walked
    bodies = [blocks(text.get("body", "")) for text in (base.text, *texts)]
    return merge(base.text, mine, theirs, changes_along(bodies))


def _walked(base: dict[str, Any], mine: dict[str, Any], texts: Sequence[dict[str, Any]]) -> Merged | None:
    """``mine`` joined with each of the texts, one after the other; None where one of them overlaps."""
    merged, old = None, base
    for text in texts:
        merged = merge(old, mine, text)
        if merged.overlaps:
            return None
        old, mine = text, merged.text()
    return merged


def as_printed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a draft as a saved text holds them."""
    plain: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "lead_image":
            plain["lead_image_id"] = value.pk if value else None
        elif name == "body":
            plain[name] = sanitise(value)
        else:
            plain[name] = value.isoformat() if isinstance(value, date) else value
    return plain


def as_fields(text: Mapping[str, Any]) -> dict[str, Any]:
    """What a saved text holds, as ``drafting.save_draft`` takes it."""
    fields = dict(text)
    if "lead_image_id" in fields:
        fields["lead_image"] = Image.objects.filter(pk=fields.pop("lead_image_id")).first()
    if fields.get("dateline_date"):
        fields["dateline_date"] = date.fromisoformat(fields["dateline_date"])
    return fields


def others_since(revision: Revision, number: int) -> list[str]:
    """Who saved after the save of that number, each once, in the order of their saves."""
    later = revision.saves.filter(number__gt=number).exclude(origin=SavedText.Origin.RESCUED)
    names = [
        str(one.saved_by or _("The wire")) for one in later.select_related("saved_by").order_by("number")
    ]
    return list(dict.fromkeys(names))


def _said(revision: Revision, base: SavedText, mine: dict[str, Any], theirs: dict[str, Any]) -> str:
    others = others_since(revision, base.number)
    words = {"yours": _parts(base.text, mine), "theirs": _parts(base.text, theirs)}
    if not words["yours"] or not words["theirs"]:
        return ""
    return _("Joined with what %(who)s saved meanwhile. Yours: %(yours)s. Theirs: %(theirs)s.") % {
        "who": get_text_list(others, _("and")),
        **words,
    }


def _parts(base: Mapping[str, Any], text: Mapping[str, Any]) -> str:
    """Which fields and blocks of the base were changed, in words."""
    named = [
        str(LABELS[name.removesuffix("_id")])
        for name in PRINTED
        if name != "body" and text.get(name) != base.get(name)
    ]
    if text["body"] != base["body"]:
        numbers = [one.start + 1 for one in changes(blocks(base["body"]), blocks(text["body"]))]
        listed = {"numbers": ", ".join(map(str, numbers[:12]))}
        named.append(ngettext("paragraph %(numbers)s", "paragraphs %(numbers)s", len(numbers)) % listed)
    return ", ".join(named)
