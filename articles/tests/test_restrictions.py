"""What owners restrict: read from words, kept with the filing, and obeyed wherever articles go out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles import checklist, due, expiring, pictures
from articles.digest import digest_of
from articles.models import Article, Revision
from articles.restrictions import archive_days, in_words, kept
from articles.tests.clocks import filed
from articles.tests.desk import Desk
from articles.tests.test_lead_picture import picture
from articles.usage_terms import restrictions_in
from moderation.errors import NotAllowed
from moderation.recording import history_of
from moderation.wording import reason_of
from newsroom.testing import cast

Publish = Callable[..., Article]


@pytest.fixture
def publish(reporter: User, editor: User, publisher: User) -> Publish:
    def made(**fields: Any) -> Article:
        return cast.published(reporter, editor, publisher, **fields)

    return made


@pytest.mark.django_db
def test_it_works(draft: Revision, editor: User, publisher: User) -> None:
    desk = Desk(editor, draft)
    desk.send(
        filing__copyright_notice="© 2026 Harbour Press",
        filing__usage_terms="Internet only",
        filing__web_only="on",
        filing__no_archive="on",
        filing__archive_days="30",
    )
    article = Article.objects.get(pk=draft.article_id)
    assert article.copyright_notice == "© 2026 Harbour Press"
    assert article.usage_terms == "Internet only"
    assert article.restrictions == ["web_only", "no_archive", "days:30"]
    assert "Not for the archive (30 days)" in in_words(article.restrictions)


@pytest.mark.django_db
def test_readers_see_the_notice(publish: Publish, client: Client) -> None:
    article = publish(copyright_notice="© 2026 Harbour Press", usage_terms="Secret terms")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "© 2026 Harbour Press" in page
    assert "Secret terms" not in page
    assert "noindex" not in page


PLACES = ["/feed/", "/world/feed/", "/tag/fog/feed/", "/api/v1/articles/", "/sitemap.xml"]
FULL_TEXTS = ["/feed.ninjs.json", "/feed.nitf.xml"]


@pytest.mark.django_db
@pytest.mark.parametrize("place", [*PLACES, *FULL_TEXTS])
def test_what_is_not_to_be_passed_on_is_in_no_list(publish: Publish, client: Client, place: str) -> None:
    publish(headline="Free for all", tags=["Fog"])
    publish(headline="Kept at home", slug="kept-at-home", tags=["Fog"], restrictions=["no_syndication"])
    document = client.get(place).content.decode()
    assert "free-for-all" in document or "Free for all" in document
    assert "Kept at home" not in document
    assert "kept-at-home" not in document


@pytest.mark.django_db
@pytest.mark.parametrize("place", FULL_TEXTS)
def test_what_is_for_the_web_alone_is_not_exported(publish: Publish, client: Client, place: str) -> None:
    publish(headline="Web alone", slug="web-alone", restrictions=["web_only"])
    assert "Web alone" not in client.get(place).content.decode()
    assert "Web alone" in client.get("/feed/").content.decode()


@pytest.mark.django_db
def test_single_articles_are_refused_in_words(publish: Publish, client: Client) -> None:
    home = publish(headline="Kept at home", restrictions=["no_syndication"])
    web = publish(headline="Web alone", restrictions=["web_only"])
    for address in (f"/a/{home.pk}.ninjs.json", f"/a/{home.pk}.nitf.xml", f"/api/v1/articles/{home.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "does not allow" in answer.json()["error"]
    assert client.get(f"{home.get_absolute_url()}history.json").status_code == 403
    assert client.get(f"/a/{web.pk}.ninjs.json").status_code == 403
    assert client.get(f"/api/v1/articles/{web.pk}/").status_code == 200
    assert client.get(home.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_what_is_not_for_the_archive_is_kept_from_search_engines_and_ends(
    publish: Publish, client: Client
) -> None:
    article = publish(headline="Soon gone", slug="soon-gone", restrictions=["no_archive", "days:3"])
    assert article.published_at is not None
    assert article.expires_at == article.published_at + timedelta(days=3)
    with connection.cursor() as cursor:  # what the database asks for when the transaction ends
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    assert [reason_of(decision) for decision in history_of(article)] == ["Not for the archive (3 days)"]
    assert "soon-gone" not in client.get("/sitemap.xml").content.decode()
    assert "Soon gone" in client.get("/").content.decode()

    due.expire_due(now=article.expires_at)

    assert client.get(article.get_absolute_url()).status_code == 410
    assert not Article.objects.published().filter(pk=article.pk).exists()  # so in no list, card or search


@pytest.mark.django_db
def test_search_engines_are_told_on_its_page(publish: Publish, client: Client) -> None:
    article = publish(restrictions=["no_archive"])
    page = client.get(article.get_absolute_url()).content.decode()
    assert '<meta name="robots" content="noindex, noarchive">' in page


@pytest.mark.django_db
def test_no_later_end_helps(publish: Publish, publisher: User) -> None:
    article = publish(restrictions=["no_archive", "days:3"])
    assert article.expires_at is not None
    later = article.expires_at + timedelta(days=9)
    assert filed(article, publisher, expires_at=later).expires_at == article.expires_at
    assert filed(article, publisher, expires_at=None).expires_at == article.expires_at
    desk = Desk(publisher, article)
    desk.send(filing__expires_at=f"{later:%Y-%m-%dT%H:%M}")
    assert "Its owner lets it stand until" in desk.page


@pytest.mark.django_db
def test_its_owner_may_say_so_after_publication(publish: Publish, publisher: User) -> None:
    article = filed(publish(), publisher, restrictions=("no_archive",))
    assert article.published_at is not None
    assert article.expires_at == article.published_at + timedelta(days=14)  # the house's term


@pytest.mark.django_db
def test_what_has_ended_is_not_brought_back(publish: Publish, publisher: User) -> None:
    article = publish(restrictions=["no_archive", "days:1"])
    ended = timezone.now() + timedelta(days=2)
    due.expire_due(now=ended)
    Article.objects.filter(pk=article.pk).update(expires_at=None)
    article.refresh_from_db()
    with pytest.raises(NotAllowed, match="no archive"):
        expiring.renew(article, by=publisher, now=ended)


@pytest.mark.django_db
def test_without_its_credit_it_is_not_published(reporter: User, editor: User, publisher: User) -> None:
    with pytest.raises(NotAllowed, match="credit"):
        cast.published(reporter, editor, publisher, restrictions=["credit_required"], credit="")
    assert cast.published(
        reporter, editor, publisher, slug="named", restrictions=["credit_required"], credit="Harbour Press"
    ).is_published


@pytest.mark.django_db
def test_its_pictures_stay_with_it(publish: Publish, reporter: User, client: Client) -> None:
    image = pictures.store(picture().read(), credit="Lund")
    image.alternative_text = "A ferry"
    image.save()
    owner = publish(lead_image=image, restrictions=["no_picture_reuse"])
    assert "<media " not in client.get(f"/a/{owner.pk}.nitf.xml").content.decode()

    other = cast.draft(reporter, slug="other", lead_image=image)
    found = {finding.code: finding for finding in checklist.check(other)}
    assert found[f"picture_of_{owner.pk}"].blocks
    own = Revision.objects.get(live_of=owner)
    assert not any(finding.code.startswith("picture_of") for finding in checklist.check(own))


@pytest.mark.django_db
def test_editors_read_the_restrictions_before_they_publish(reporter: User) -> None:
    text = cast.draft(reporter, restrictions=["no_syndication"])
    words = [finding.words for finding in checklist.check(text)]
    assert "Its owner restricts it: Not to be passed on." in words


@pytest.mark.django_db
def test_only_who_may_file_may_change_them(draft: Revision, publish: Publish, reporter: User) -> None:
    article = publish(slug="published")
    with pytest.raises(NotAllowed):
        filed(article, reporter, restrictions=("no_syndication",))


@pytest.mark.django_db
def test_the_digest_of_a_text_knows_nothing_of_rights(draft: Revision, editor: User) -> None:
    before = digest_of(draft)
    filed(draft.article, editor, restrictions=("web_only",), copyright_notice="©", usage_terms="x")
    assert digest_of(Revision.objects.get(pk=draft.pk)) == before == draft.digest


def test_names_are_kept_once_and_in_order() -> None:
    assert kept(["no_archive", "web_only", "web_only", "nonsense", 7]) == ["web_only", "no_archive"]
    assert kept(["days:9", "no_archive", "days:3", "days:x"]) == ["no_archive", "days:3"]
    assert kept(["days:3"]) == []
    assert (
        archive_days(["no_archive"]),
        archive_days(["no_archive", "days:3"]),
        archive_days(["web_only"]),
    ) == (14, 3, None)


@pytest.mark.parametrize(
    ("terms", "names"),
    [
        ("Internet only", ["web_only"]),
        ("INTERNET USE ONLY.", ["web_only"]),
        ("Nur für Online-Nutzung", ["web_only"]),
        ("ausschließlich für das Internet", ["web_only"]),
        ("no archive", ["no_archive"]),
        ("NO ARCHIVES; NO SALES", ["no_archive", "no_syndication"]),
        ("No archiving after 14 days", ["no_archive", "days:14"]),
        ("Archivierung nicht gestattet", ["no_archive"]),
        ("nicht zur Weiterverbreitung", ["no_syndication"]),
        ("Weitergabe untersagt", ["no_syndication"]),
        ("Must not be redistributed", ["no_syndication"]),
        ("Pictures only with this text", ["no_picture_reuse"]),
        ("Mandatory credit: Harbour Wire", ["credit_required"]),
        ("Honorarfrei nur mit Nennung", ["credit_required"]),
        # What is not said plainly is left to people.
        ("For editorial use only", []),
        ("Nur zur redaktionellen Verwendung", []),
        ("The archive holds no record of sales", []),
        ("Syndication is welcome; do not forget us", []),
        ("", []),
    ],
)
def test_terms_in_words(terms: str, names: list[str]) -> None:
    assert restrictions_in(terms) == names
