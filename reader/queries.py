"""The read model of the article page: the article with what hangs on it, and its related reports."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from taggit.models import TaggedItem

from articles.models import Article, Byline, Correction, PictureUse
from assist.models import GeneratedText
from reader.cards import CARD_COLUMNS, Card, card, opening
from related.models import Link

RELATED_SHOWN = 8
PICTURE = {
    "name": "name",
    "file": "image__file",
    "width": "image__width",
    "height": "image__height",
    "renditions": "image__renditions",
}
CORRECTION = {"kind": "kind", "note": "note", "at": "published_at"}

_bylines = Byline.objects.filter(article=OuterRef("pk")).order_by("position", "id")
_corrections = Correction.objects.filter(article=OuterRef("pk")).order_by("published_at", "id")
_pictures = PictureUse.objects.filter(revision=OuterRef("live"))
# Key points are shown only for the very text that they were drawn from.
_key_points = GeneratedText.objects.filter(
    article=OuterRef("pk"),
    revision=OuterRef("live"),
    kind=GeneratedText.Kind.KEY_POINTS,
    state__in=[GeneratedText.State.APPROVED, GeneratedText.State.EDITED],
)


def _tags() -> ArraySubquery:
    tagged = TaggedItem.objects.filter(
        object_id=OuterRef("pk"), content_type=ContentType.objects.get_for_model(Article)
    ).order_by("tag__name")
    return ArraySubquery(tagged.values(json=JSONObject(name="tag__name", slug="tag__slug")))


def find_article(section: str, slug: str) -> Article | None:
    """The published or withdrawn article at a section's slug, with bylines, tags, corrections, key points. One query."""
    known = Article.objects.filter(section__slug=section, slug=slug, published_at__isnull=False)
    return _whole(known.filter(Q(live__isnull=False) | Q(withdrawn_at__isnull=False))).first()


def newest_articles(articles: QuerySet[Article], length: int) -> list[Article]:
    """The newest published of ``articles``, each as ``find_article`` gives it. One query."""
    known = articles.filter(live__isnull=False, withdrawn_at=None).order_by("-published_at", "-id")
    return list(_whole(known)[:length])


def _whole(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related("section", "source", "live__lead_image").annotate(
        bylines_list=ArraySubquery(
            _bylines.values(json=JSONObject(name="author__name", slug="author__slug", role="role"))
        ),
        tags_list=_tags(),
        corrections_list=ArraySubquery(_corrections.values(json=JSONObject(**CORRECTION))),
        pictures_list=ArraySubquery(_pictures.values(json=JSONObject(**PICTURE))),
        points_list=ArraySubquery(_key_points.values("points")),
    )


def related_cards(article_id: int) -> list[Card]:
    """The stored related reports that are published, pinned ones first. One query."""
    links = (
        Link.objects.filter(article_id=article_id, is_banned=False)
        .filter(target__live__isnull=False, target__withdrawn_at=None)
        .order_by("-is_pinned", "rank", "id")
        .values(*(f"target__{column}" for column in CARD_COLUMNS), opening=opening("target__"))
    )
    return [
        card({key.removeprefix("target__"): value for key, value in row.items()})
        for row in links[:RELATED_SHOWN]
    ]
