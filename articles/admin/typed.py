"""A text as somebody is typing it: read from the form's fields without asking whether they are in order. Never stored."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from articles.admin.text_form import DESCRIBED
from articles.drafting import EDITABLE_FIELDS
from articles.models import Image, Revision
from common.html import sanitise

PREFIX = "text-"
MOST = 1_200_000  # characters that a field may have here
_ONE_LINE = EDITABLE_FIELDS - {"body", "standfirst", "change_note", "lead_image", "dateline_date"}


def typed(text: Revision, data: Mapping[str, Any]) -> Revision:
    """The text with what stands in the fields in its place; a field that was not sent stays as it is saved."""
    values = {name: getattr(text, name) for name in EDITABLE_FIELDS}
    for name in EDITABLE_FIELDS & {key.removeprefix(PREFIX) for key in data if key.startswith(PREFIX)}:
        values[name] = _read(name, str(data[PREFIX + name])[:MOST], values[name])
    image = values["lead_image"]
    if image is not None:
        for name in DESCRIBED:
            words = data.get(f"{PREFIX}lead_{name}")
            if words is not None and image.pk == text.lead_image_id:
                setattr(image, name, str(words)[:500])
    shown = Revision(article=text.article, state=text.state, published_at=text.published_at, **values)
    shown.changed_at, shown.changed_by = text.changed_at, text.changed_by
    return shown


def _read(name: str, words: str, saved: Any) -> Any:
    if name == "body":
        return sanitise(words)
    if name == "lead_image":
        return Image.objects.filter(pk=words).first() if words.isdecimal() and len(words) < 18 else None
    if name == "dateline_date":
        try:
            return date.fromisoformat(words) if words else None
        except ValueError:
            return saved
    return " ".join(words.split()) if name in _ONE_LINE else words.replace("\r\n", "\n")
