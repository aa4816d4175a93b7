"""Tags and stories: synonyms mean the tag, what is merged leads to what stays."""

import pytest
from django.test import Client
from taggit.models import Tag

from accounts.models import User
from articles import tagging
from articles.models import Article, Revision, Story
from articles.tests.desk import Desk
from newsroom.testing import cast

pytestmark = pytest.mark.django_db


def test_it_works(draft: Revision, reporter: User) -> None:
    draft.article.tags.add("Ferries")
    tagging.add_synonym(Tag.objects.get(name="Ferries"), "Ferry boats")
    Desk(reporter, draft).send(filing__tags="ferry BOATS, Fog")
    assert set(draft.article.tags.names()) == {"Ferries", "Fog"}
    assert set(cast.draft(reporter, tags=["Ferry boats"]).article.tags.names()) == {"Ferries"}


def test_merged_tags_lead_to_the_one_that_stays(
    editor: User, published: Article, reporter: User, publisher: User
) -> None:
    published.tags.add("Ferry", "Ferries")
    other = cast.published(reporter, editor, publisher, tags=["Ferry", "Boats"])
    client = Client()
    client.force_login(editor, backend="accounts.backends.RoleBackend")
    keys = {tag.name: tag.pk for tag in Tag.objects.all()}
    chosen = {"action": "merge", "_selected_action": [keys["Ferry"], keys["Ferries"]]}

    asked = client.post("/admin/taggit/tag/", chosen)
    assert "Which one stays?" in asked.content.decode()
    client.post("/admin/taggit/tag/", {**chosen, "stays": keys["Ferries"]})

    assert set(published.tags.names()) == {"Ferries"}
    assert set(other.tags.names()) == {"Ferries", "Boats"}
    assert Client().get("/tag/ferry/")["Location"] == "/tag/ferries/"

    tagging.merge(Tag.objects.filter(name__in=["Ferries", "Boats"]), Tag.objects.get(name="Boats"))
    assert Client().get("/tag/ferry/")["Location"] == "/tag/boats/"  # one hop, however often it was merged
    assert Client().get("/tag/ferry/feed/").status_code == 200


def test_stories_are_merged(draft: Revision, editor: User) -> None:
    first = Story.objects.create(name="Strike", slug="strike")
    second = Story.objects.create(name="The strike", slug="the-strike")
    Desk(editor, draft).send(filing__story=second.pk)
    assert tagging.merge_stories([first, second], first) == 1
    assert Article.objects.get(pk=draft.article_id).story == first
    assert not Story.objects.filter(pk=second.pk).exists()
