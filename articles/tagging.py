"""Tags and their other names: whoever types a synonym means the tag; what is merged leads to the one that stays."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Lower
from taggit.models import Tag, TaggedItem

from articles.models import Article, PageChange, Story, TagSynonym
from articles.slugs import slug_from


def main_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names with every synonym replaced by its tag's; each once, in order."""
    names = list(names)
    lowered = {name.lower() for name in names}
    known = TagSynonym.objects.annotate(lowered=Lower("name")).filter(lowered__in=lowered)
    mains = dict(known.values_list("lowered", "tag__name"))
    return tuple(dict.fromkeys(mains.get(name.lower(), name) for name in names))


@transaction.atomic
def merge(tags: Iterable[Tag], into: Tag) -> int:
    """Give everything that carries one of ``tags`` the tag ``into``; returns how many articles changed.

    The names become synonyms, their addresses lead to the tag's. Chains are flattened: synonyms of a merged tag pass on.
    """
    gone = [tag for tag in Tag.objects.select_for_update().filter(pk__in=[t.pk for t in tags]) if tag != into]
    moved = TaggedItem.objects.filter(tag__in=gone)
    articles = set(moved.values_list("object_id", flat=True))
    for item in moved:
        same = {"content_type_id": item.content_type_id, "object_id": item.object_id}
        if TaggedItem.objects.filter(tag=into, **same).exists():
            item.delete()
        else:
            item.tag = into
            item.save(update_fields=["tag"])
    TagSynonym.objects.filter(tag__in=gone).update(tag=into)
    for tag in gone:
        add_synonym(into, tag.name, slug=tag.slug)
        tag.delete()
    changed = Article.objects.filter(pk__in=articles)
    changed.update(related_at=None)  # tags say what belongs together
    PageChange.objects.bulk_create(PageChange(article=article) for article in changed.exclude(live=None))
    return len(articles)


def add_synonym(tag: Tag, name: str, *, slug: str = "") -> None:
    """Let ``name`` mean ``tag``; a synonym of another tag passes on to this one."""
    TagSynonym.objects.annotate(lowered=Lower("name")).filter(lowered=name.lower()).delete()
    TagSynonym.objects.update_or_create(slug=slug or slug_from(name), defaults={"name": name, "tag": tag})


@transaction.atomic
def merge_stories(stories: Iterable[Story], into: Story) -> int:
    """Give every article of ``stories`` to ``into``; returns how many changed. The merged stories are gone."""
    gone = [story.pk for story in stories if story != into]
    number = Article.objects.filter(story__in=gone).update(story=into, related_at=None)
    Story.objects.filter(pk__in=gone).delete()
    return number
