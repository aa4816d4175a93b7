"""Offering again what somebody typed and did not save: never applied by itself, always shown first."""

from dataclasses import dataclass

from django.http import QueryDict

from accounts.models import User
from articles import working_copies
from articles.admin.text_form import FOLLOWED, TextForm
from articles.comparing import Field, compare
from articles.models import Revision, WorkingCopy
from articles.saving import base_of, fields_of

COMPARED = 3  # of the copies on offer; a person with more has them one page further


@dataclass(frozen=True, slots=True)
class Offer:
    """One working copy, with what it changes in the text that it was made from."""

    copy: WorkingCopy
    differences: list[Field]
    is_stale: bool  # somebody has saved since


def offers(text: Revision, person: User) -> list[Offer]:
    """What may be taken up again, the newest first."""
    return [
        Offer(copy, _differences(copy, text), copy.base_version != text.version)
        for copy in working_copies.offered(text, person)[:COMPARED]
    ]


def find_copy(text: Revision, person: User, key: str) -> WorkingCopy | None:
    """The person's own copy of this text that an address names."""
    if not key.isdecimal() or len(key) >= 18:
        return None
    return WorkingCopy.objects.filter(pk=key, person=person, revision=text).exclude(fields={}).first()


def form_of(copy: WorkingCopy, text: Revision) -> TextForm:
    """The page as it was left: made from the same base, with what was typed; saving it merges where others saved."""
    fresh, data = TextForm(instance=text), QueryDict(mutable=True)
    base = base_of(text, copy.base_version)
    seen = {name.removesuffix("_id"): value for name, value in fields_of(base.text).items()} if base else {}
    for name in FOLLOWED:
        value = seen.get(name, fresh[name].value())
        words = "" if value is None else str(value)
        data[fresh[name].html_initial_name] = words
        data[fresh[name].html_name] = copy.fields.get(fresh[name].html_name, words)
    for name, typed in copy.fields.items():
        data.setdefault(name, typed)
    return TextForm(data, instance=text)


def _differences(copy: WorkingCopy, text: Revision) -> list[Field]:
    base = base_of(text, copy.base_version)
    before = _as_text(text, fields_of(base.text)) if base else text
    return compare(before, _as_text(text, fields_of(working_copies.words_of(copy, text))))


def _as_text(text: Revision, fields: dict[str, object]) -> Revision:
    return Revision(article=text.article, **fields)
