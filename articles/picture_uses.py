"""Where pictures stand: as lead pictures and in the text of revisions, and the pages that show them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article, EarlierFile, Image, PageChange, PictureUse, Revision

_SOURCE = re.compile(r'<img\b[^>]*? src="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Place:
    """One article that holds the picture."""

    article: Article
    headline: str
    is_lead: bool
    is_public: bool


def names_in(html: str) -> list[str]:
    """The files of ours that a sanitised body shows, in its order, as storage names them."""
    prefix = settings.MEDIA_URL
    found = (source.removeprefix(prefix) for source in _SOURCE.findall(html) if source.startswith(prefix))
    return list(dict.fromkeys(found))


def images_named(names: Iterable[str]) -> dict[str, Image]:
    """The pictures by the file that a text names, also where a better file has taken its place since."""
    wanted = list(names)
    if not wanted:
        return {}
    found = {str(image.file): image for image in Image.objects.filter(file__in=wanted)}
    for earlier in EarlierFile.objects.filter(file__in=wanted).select_related("image"):
        found.setdefault(earlier.file, earlier.image)
    return found


def note_uses(revision: Revision) -> None:
    """Note which pictures the stored body holds; in the transaction that stores it."""
    names = names_in(revision.body)
    uses = PictureUse.objects.filter(revision=revision)
    noted = set(uses.values_list("name", flat=True))
    if noted == set(names):
        return
    uses.exclude(name__in=names).delete()
    PictureUse.objects.bulk_create(
        PictureUse(revision=revision, image=image, name=name)
        for name, image in images_named(set(names) - noted).items()
    )


def revisions_with(image: Image) -> QuerySet[Revision]:
    """Every text that holds the picture, history included."""
    return Revision.objects.filter(Q(lead_image=image) | Exists(_uses(image)))


def places(image: Image, limit: int = 100) -> list[Place]:
    """The articles whose live or working text holds the picture, newest first."""
    texts = revisions_with(image).exclude(state=Revision.State.SUPERSEDED)
    rows = texts.select_related("article__section").defer("body").order_by("-article_id", "id")[:limit]
    return [
        Place(
            text.article,
            text.headline,
            text.lead_image_id == image.pk,
            text.state == Revision.State.LIVE and text.article.withdrawn_at is None,
        )
        for text in rows
    ]


def is_public(image: Image) -> bool:
    """Whether readers see the picture."""
    return _shown(image).exists()


def is_used(image: Image) -> bool:
    """Whether a live or a working text holds the picture."""
    return revisions_with(image).exclude(state=Revision.State.SUPERSEDED).exists()


def pages_change(image: Image) -> None:
    """Have every public page that shows the picture made anew."""
    PageChange.objects.bulk_create(PageChange(article=article) for article in _shown(image))


def _uses(image: Image) -> QuerySet[PictureUse]:
    return PictureUse.objects.filter(image=image, revision=OuterRef("pk"))


def _shown(image: Image) -> QuerySet[Article]:
    in_text = PictureUse.objects.filter(image=image, revision=OuterRef("live"))
    return Article.objects.filter(Q(live__lead_image=image) | Exists(in_text), withdrawn_at=None)
