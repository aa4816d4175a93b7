"""Filing: what is about the article and not its text; addresses that readers know go on to lead to it."""

from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from articles import filing, reviewing
from articles.filing import AddressTaken, filing_of
from articles.models import Article, PageChange, Revision
from articles.tests.desk import Desk
from moderation.errors import Conflict, NotAllowed
from moderation.models import Item
from moderation.recording import history_of
from newsroom.testing import cast

pytestmark = pytest.mark.django_db


def test_it_works(draft: Revision, reporter: User) -> None:
    first, second = cast.author("Ines Prado"), cast.author("Tomas Reyes")
    desk = Desk(reporter, draft)

    desk.send(
        filing__author_0=second.pk,
        filing__author_1=first.pk,
        filing__tags="Ferries, “Fog at sea”, ferries",
        filing__urgency=2,
        filing__embargo_until="2040-06-01T06:00",
        filing__language="de",
    )

    article = Article.objects.get(pk=draft.article_id)
    assert [byline.author for byline in article.bylines.all()] == [second, first]
    assert (article.urgency, article.language) == (2, "de")
    assert f"{article.embargo_until:%H:%M}" == "04:00"  # the site's clocks are those of Berlin
    assert "Ferries" in set(article.tags.names())
    assert history_of(article)[-1].name == "file"
    assert Revision.objects.get(pk=draft.pk).version == 1


def test_saving_it_unchanged_records_nothing(published: Article, publisher: User) -> None:
    PageChange.objects.all().delete()
    Desk(publisher, published).send()
    assert not PageChange.objects.exists()
    assert history_of(published) == []


def test_an_old_address_leads_to_the_new_one(published: Article, publisher: User) -> None:
    old = published.get_absolute_url()
    sport = cast.section("Sport")

    Desk(publisher, published).send(filing__slug="new-words", filing__section=sport.pk)

    published = Article.objects.select_related("section").get(pk=published.pk)
    new = published.get_absolute_url()
    assert new.startswith("/sport/")
    answer = Client().get(old)
    assert (answer.status_code, answer["Location"]) == (301, new)
    assert PageChange.objects.filter(article=published).exists()

    Desk(publisher, published).send(filing__slug=old.split("/")[-2], filing__section=cast.section().pk)
    assert Client().get(old).status_code == 200
    assert Client().get(new)["Location"] == old


def test_a_slug_that_is_taken_is_an_error_at_its_field(draft: Revision, reporter: User) -> None:
    other = cast.draft(reporter)
    desk = Desk(reporter, draft)

    desk.send(filing__slug=other.article.slug, text__headline="Typed meanwhile")

    assert "is, or was, another article’s" in desk.page
    assert f"{other.article.slug}-2” is free" in desk.page
    assert desk.fields["text-headline"] == "Typed meanwhile"
    assert Revision.objects.get(pk=draft.pk).headline == draft.headline


def test_an_address_that_was_anothers_is_refused(
    published: Article, publisher: User, reporter: User, editor: User
) -> None:
    old = published.slug
    filing.file(
        published, replace(filing_of(published), slug="moved"), by=publisher, seen=filing_of(published).digest
    )
    other = cast.published(reporter, editor, publisher)

    with pytest.raises(AddressTaken):
        filing.file(other, replace(filing_of(other), slug=old), by=publisher, seen=filing_of(other).digest)


def test_two_filings_are_a_conflict_but_a_text_beside_one_is_not(
    draft: Revision, reporter: User, editor: User
) -> None:
    writer, colleague = Desk(reporter, draft), Desk(editor, draft)
    late = Desk(reporter, draft)
    colleague.send(filing__urgency=1)

    assert late.send(filing__urgency=9).status_code == 409
    assert late.fields["filing-urgency"] == "9"
    writer.send(text__headline="Only the text")

    assert Revision.objects.get(pk=draft.pk).headline == "Only the text"
    assert Article.objects.get(pk=draft.article_id).urgency == 1


def test_who_may_file(draft: Revision, published: Article, reporter: User, editor: User) -> None:
    wanted = replace(filing_of(published), urgency=1)
    with pytest.raises(NotAllowed):
        filing.file(published, wanted, by=editor, seen=filing_of(published).digest)

    world = cast.person("Wanda", "editor", section="world")
    sport = cast.section("Sport")
    seen = filing_of(draft.article)
    with pytest.raises(NotAllowed, match="Sport"):
        filing.file(draft.article, replace(seen, section=sport.pk), by=world, seen=seen.digest)
    with pytest.raises(Conflict):
        filing.file(draft.article, replace(seen, urgency=1), by=editor, seen="stale")


def test_the_queue_knows_the_new_section(draft: Revision, reporter: User, editor: User) -> None:
    reviewing.submit(draft, by=reporter, version=1)
    seen = filing_of(draft.article)

    filing.file(draft.article, replace(seen, section=cast.section("Sport").pk), by=editor, seen=seen.digest)

    assert Item.objects.get(object_id=draft.pk, kind="articles.revision").section == "sport"


def test_roles_and_order_of_the_byline(draft: Revision, reporter: User) -> None:
    first, second = cast.author("Ines Prado"), cast.author("Tomas Reyes")
    desk = Desk(reporter, draft)
    desk.send(filing__author_0=first.pk, filing__role_0="in Lisbon", filing__author_1=second.pk)
    desk.send(filing__place_0="2", filing__place_1="1")

    bylines = [(byline.author, byline.role) for byline in draft.article.bylines.all()]
    assert bylines == [(second, ""), (first, "in Lisbon")]

    desk.send(filing__author_2=first.pk)
    assert "stands in the byline already" in desk.page
    desk.send(filing__author_2="", filing__role_2="in Porto")
    assert "Say who this is" in desk.page


def test_what_readers_are_told_besides_the_text(published: Article, publisher: User) -> None:
    Desk(publisher, published).send(
        filing__is_sensitive="on",
        filing__canonical_url="https://coast.example/ferry",
        filing__kind="analysis",
    )
    page = Client().get(published.get_absolute_url()).content.decode()
    assert '<details class="warning">' in page
    assert page.index('<details class="warning">') < page.index("Nobody noticed the fog")
    assert '<link rel="canonical" href="https://coast.example/ferry">' in page
    assert "og:image" not in page


def test_a_canonical_address_that_is_none(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    desk.send(filing__canonical_url="javascript:alert(1)")
    assert "Enter a valid URL" in desk.page
    assert desk.fields["filing-canonical_url"] == "javascript:alert(1)"
