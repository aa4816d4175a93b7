"""What the addresses name: one object of each kind, all of them in the section World."""

import io
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields import NOT_PROVIDED
from django.utils import timezone
from PIL import Image

from accounts.models import User
from accounts.roles import Role
from articles import drafting, noting, publishing, reviewing, withdrawing
from articles.models import Article, Correction, Note, Revision
from comments.models import RuleVersion as CommentRuleVersion
from newsroom.testing import cast
from related.models import Link

# What a part of an address stands for, where its name does not say so: app.Model by part, or by address and part.
PARTS: dict[str | tuple[str, str], str] = {
    "article_id": "articles.Article",
    "breaker_id": "comments.Breaker",
    "comment_id": "comments.Comment",
    "endpoint_id": "notifications.Endpoint",
    "item_id": "moderation.Item",
    "link_id": "articles.ReviewLink",
    "measure_id": "comments.Measure",
    "note_id": "articles.Note",
    "person_id": "accounts.User",
    "poll": "feeds.Fetch",
    "replay_id": "comments.Replay",
    "saved_id": "articles.SavedText",
    "section_id": "articles.Section",
    "rule_id": "articles.HouseRule",
    "version_id": "articles.RuleVersion",
    ("admin:view_on_site", "object_id"): "articles.Article",
    ("desk:view_change", "key"): "articles.SavedView",
    ("desk:assignment", "key"): "articles.Assignment",
}
# Parts that are not the key of an object.
WORDS: dict[str, str] = {
    "app_label": "articles",
    "url": "nowhere",
    "token": "made-up",
    "slug": "world",
    "number": "1",
    "what": "report",
    "form": "csv",
}
# The states in which an article's pages are asked for.
STATES = ("own draft", "foreign draft", "in review", "approved", "scheduled", "live", "withdrawn")

UNKNOWN = (
    "The table of permissions does not know what <%s> in the address %s stands for. "
    "Say so in tests/permissions/objects.py (PARTS: which model; WORDS: which word)."
)


class World:
    """Everything that an address may name."""

    def __init__(self, reporter: User) -> None:
        cast.section("World")
        cast.section("Sport")
        other, editor = cast.person("Other Writer", Role.REPORTER), cast.person("Other Editor", Role.EDITOR)
        chief = cast.person("Other Publisher", Role.PUBLISHER)
        own, foreign = cast.draft(reporter), cast.draft(other)
        sent = cast.draft(other)
        reviewing.submit(sent, by=other, version=sent.version)
        approved, timed = cast.approved(other, editor), cast.approved(other, editor)
        tomorrow = timezone.now() + timedelta(days=1)
        publishing.schedule(timed, by=chief, version=timed.version, publish_at=tomorrow, zone="Europe/Berlin")
        live, gone = cast.published(other, editor, chief), cast.published(other, editor, chief)
        withdrawing.withdraw(gone, by=chief, reason="Wrong.")
        articles = [own.article, foreign.article, sent.article, approved.article, timed.article, live, gone]
        self.articles: dict[str, Article] = dict(zip(STATES, articles, strict=True))
        self._kept: dict[type[models.Model], models.Model] = {Article: live, Revision: foreign}
        self._kept[Link] = Link.objects.create(article=live, target=gone)
        self._kept[Note] = noting.write(foreign, "At noon?", by=other)
        self._kept[Correction] = _correct(cast.published(other, editor, chief), other, editor, chief)
        self.person = other
        # A comment rule is nothing without a version: its page is not found.
        self.object_of(CommentRuleVersion)

    def text(self, state: str) -> Revision:
        """The newest text of the article in this state."""
        texts = Revision.objects.with_article().filter(article=self.articles[state])
        found = texts.order_by("-pk").first()
        assert found is not None
        return found

    def object_of(self, model: type[models.Model]) -> models.Model:
        """Any object of the model: one that is here, or one that is made with just enough in it."""
        if model not in self._kept:
            self._kept[model] = model._default_manager.order_by("pk").first() or self._make(model)
        return self._kept[model]

    def _make(self, model: type[models.Model]) -> models.Model:
        if model is User:
            return self.person
        values = {
            field.name: self._value(field)
            for field in model._meta.concrete_fields
            if not field.primary_key and _must_be_given(field)
        }
        return model._default_manager.create(**values)

    def _value(self, field: models.Field) -> Any:
        if isinstance(field, models.ForeignKey):
            return self.object_of(field.related_model)
        if field.choices:
            return next(value for value, _label in field.flatchoices if value != "")
        if isinstance(field, models.FileField):
            return ContentFile(_picture(), "tide.png")
        if isinstance(field, models.DateTimeField):
            return timezone.now() + timedelta(days=1)
        if isinstance(field, models.EmailField):
            return "tide@example.org"
        if isinstance(field, models.URLField):
            return "https://tide.example/feed"
        if isinstance(field, models.IntegerField | models.FloatField):
            return 1
        if isinstance(field, models.JSONField | ArrayField):
            return []
        return "tide"[: field.max_length or 4]

    def arguments(self, address: str, parts: list[str], state: str) -> dict[str, object]:
        """The values of an address's parts. Raises LookupError, with words, for a part that nobody explained."""
        return {part: self._argument(address, part, state) for part in parts}

    def _argument(self, address: str, part: str, state: str) -> object:
        label = PARTS.get((address, part)) or PARTS.get(part)
        model = apps.get_model(label) if label else None
        if part == "content_type_id":
            return ContentType.objects.get_for_model(Article).pk
        if model is None and part in WORDS:
            return WORDS[part]
        if model is None and part in ("object_id", "pk", "key"):
            model = model_of(address)
        if model is None:
            raise LookupError(UNKNOWN % (part, address))
        if model is Article and state:
            return self.articles[state].pk
        if model is Revision and state:
            return self.text(state).pk
        return self.object_of(model).pk


def model_of(address: str) -> type[models.Model] | None:
    """The model in whose admin the address stands, read from the address's name, or from its route."""
    name = address.removeprefix("admin:").removeprefix("/admin/").replace("/", "_")
    app, _, rest = name.partition("_")
    found = [
        model
        for model in apps.get_models()
        if model._meta.app_label == app and f"{rest}_".startswith(f"{model._meta.model_name}_")
    ]
    return max(found, key=lambda model: len(str(model._meta.model_name)), default=None)


def states_of(address: str, parts: list[str]) -> tuple[str, ...]:
    """In which states of the article the address is asked for; one empty one where it names none."""
    if not parts:
        return ("",)
    of_article = address.startswith(
        ("admin:articles_article_", "admin:articles_revision_", "admin:related_link_beside")
    )
    return STATES if of_article else ("",)


def _correct(article: Article, writer: User, approver: User, publisher: User) -> Correction:
    """What the database takes for a correction: one that was published."""
    text = drafting.revise(article, by=writer, change=Revision.Change.CORRECTION)
    text = drafting.save_draft(
        text, by=writer, version=text.version, headline="At one", change_note="Not at noon."
    )
    reviewing.submit(text, by=writer, version=text.version)
    reviewing.approve(text, by=approver, version=text.version)
    publishing.publish(text, by=publisher, version=text.version)
    return Correction.objects.get(revision=text)


def _picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(kept, "PNG")
    return kept.getvalue()


def _must_be_given(field: models.Field) -> bool:
    if isinstance(field, models.ForeignKey):
        return not field.null
    return field.default is NOT_PROVIDED and not field.null and not field.blank and not field.auto_created
