"""How comments are taken: the narrowest rule that is set holds; changing one is a decision; the clock closes them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles.models import Article, PageChange, Section, SiteTalk
from articles.talk import closing, setting
from articles.talk.access import access_of
from articles.talk.setting import ArticleTalk, DefaultTalk
from comments import posting
from comments.refusals import Closed
from common.recounting import all_counters
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision
from newsroom.testing import cast
from reader import invalidation

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
DAY = timedelta(days=1)


def fresh(article: Article) -> Article:
    return Article.objects.select_related("section", "live").get(pk=article.pk)


def set_article(article: Article, by: User, **rules: object) -> Decision | None:
    """The rules of the article without ceremony."""
    seen = ArticleTalk.of(fresh(article)).digest
    return setting.set_article(article, ArticleTalk(**rules), by=by, seen=seen, reason="Because.")  # type: ignore[arg-type]


def set_defaults(section: Section | None, by: User, **rules: object) -> Decision | None:
    """The rules of a section or the site without ceremony."""
    current = Section.objects.get(pk=section.pk) if section else SiteTalk.objects.filter(pk=1).first()
    seen = DefaultTalk.of(current).digest if current else DefaultTalk().digest
    return setting.set_defaults(section, DefaultTalk(**rules), by=by, seen=seen, reason="Because.")  # type: ignore[arg-type]


def test_it_works(published: Article, reader: User, moderator: User, signed_in: SignedIn) -> None:
    """A moderator closes a heated thread by its page; readers read since when and why."""
    desk, address = signed_in(moderator), f"/admin/articles/article/{published.pk}/comments/"
    page = desk.get(address).content.decode()
    assert "As the section" in page
    assert "Now: open, reviewed before they are shown." in page
    Client().get(published.get_absolute_url())
    form = {
        "mode": "closed",
        "closing": "",
        "notice": "Too many of you wrote in anger.",
        "reason": "Thread went off",
        "seen": ArticleTalk.of(published).digest,
    }
    assert desk.post(address, {**form, "reason": ""}).status_code == 422
    assert desk.post(address, form, follow=True).status_code == 200

    decision = Decision.objects.get(name="set_talk")
    assert (decision.from_state, decision.to_state, decision.by) == ("inherited", "closed", moderator)
    assert decision.evidence.words == "Thread went off"
    invalidation.sweep()
    page = Client().get(published.get_absolute_url()).content.decode()
    assert "The comments on this article are closed. Since " in page
    assert "Too many of you wrote in anger." in page
    with pytest.raises(Closed, match="wrote in anger"):
        posting.post(fresh(published), reader, "But")
    late = desk.post(address, {**form, "mode": "open"})
    assert late.status_code == 409
    assert "Max Moderator was first" in late.content.decode()


class TestInheritance:
    """Site, section, article."""

    def test_the_narrowest_holds(self, published: Article, publisher: User, moderator: User) -> None:
        assert access_of(published).level == "house"
        assert access_of(published).is_reviewed
        set_defaults(None, publisher, mode="open")
        assert (access_of(fresh(published)).mode, access_of(fresh(published)).level) == ("open", "site")
        set_defaults(published.section, publisher, mode="members")
        assert (access_of(fresh(published)).mode, access_of(fresh(published)).level) == ("members", "section")
        set_article(published, moderator, mode="premoderated")
        assert access_of(fresh(published)).level == "article"
        set_article(published, moderator)
        set_defaults(published.section, publisher)
        assert (access_of(fresh(published)).mode, access_of(fresh(published)).level) == ("open", "site")

    def test_a_new_section_begins_with_what_holds_on_the_site(self, publisher: User) -> None:
        set_defaults(None, publisher, mode="open", close_after=3)
        assert cast.section("Science").talk["close_after"] == 3

    def test_the_column_is_proved(self, published: Article, publisher: User) -> None:
        (counter,) = [one for one in all_counters() if one.name == "talk"]
        set_defaults(None, publisher, mode="open")
        assert counter.differences() == []
        Section.objects.filter(pk=published.section_id).update(talk={})
        assert [one.of for one in counter.mend()] == ["section world"]
        assert counter.differences() == []

    def test_it_costs_no_query(
        self, published: Article, django_assert_num_queries: Callable[..., object]
    ) -> None:
        with django_assert_num_queries(0):
            assert access_of(published).is_open


class TestClosing:
    """By the clock."""

    def test_at_an_instant(self, published: Article, reader: User, moderator: User) -> None:
        at = timezone.now() + DAY
        set_article(published, moderator, mode="open", close_at=at, close_zone="UTC")
        assert "The comments close on" in Client().get(published.get_absolute_url()).content.decode()
        assert posting.post(fresh(published), reader, "In time").state == "approved"
        assert not access_of(fresh(published), at).is_open
        PageChange.objects.all().delete()
        assert closing.close_due(at - timedelta(seconds=1)) == 0
        assert [closing.close_due(at), closing.close_due(at)] == [1, 0]
        assert list(PageChange.objects.values_list("article", "cards_too")) == [(published.pk, False)]
        assert "[Close" in Decision.objects.get(name="set_talk").evidence.words

    def test_some_days_after_publication(
        self, published: Article, reader: User, publisher: User, moderator: User
    ) -> None:
        set_defaults(None, publisher, close_after=30)
        set_defaults(published.section, publisher, close_after=2)
        Article.objects.filter(pk=published.pk).update(published_at=timezone.now() - 2 * DAY)
        access = access_of(fresh(published))
        assert not access.is_open
        assert "closed since" in access.why_closed
        assert "They close 2 days after publication." in access.why_closed
        with pytest.raises(Closed):
            posting.post(fresh(published), reader, "Too late")
        assert [closing.close_due(), closing.close_due()] == [1, 0]
        set_article(published, moderator, stay_open=True)
        assert access_of(fresh(published)).is_open
        set_defaults(published.section, publisher, close_after=0)
        set_article(published, moderator)
        assert access_of(fresh(published)).is_open


class TestMembers:
    """A confirmed address and an account of some age; staff always."""

    def test_who_may_write(
        self, published: Article, reader: User, moderator: User, signed_in: SignedIn
    ) -> None:
        set_article(published, moderator, mode="members")
        article = fresh(published)
        with pytest.raises(NotAllowed, match="You can write here from"):
            posting.post(article, reader, "New here")
        page = signed_in(reader).get(article.get_absolute_url()).content.decode()
        assert "Here members write" in page
        assert "Send comment" not in page
        reader.date_joined = timezone.now() - 8 * DAY
        reader.save(update_fields=["date_joined"])
        EmailAddress.objects.filter(user=reader).update(verified=False)
        with pytest.raises(NotAllowed, match="Confirm your e-mail"):
            posting.post(article, reader, "Unconfirmed")
        EmailAddress.objects.filter(user=reader).update(verified=True)
        assert posting.post(article, reader, "A member").state == "approved"
        assert posting.post(article, moderator, "Of the house").state == "approved"
        assert "Here members write" in Client().get(article.get_absolute_url()).content.decode()

    def test_reviewed_too(self, published: Article, moderator: User) -> None:
        set_article(published, moderator, mode="members_review")
        assert posting.post(fresh(published), moderator, "Of the house").state == "pending"


class TestReach:
    """Who may set what."""

    def test_by_role_and_section(
        self, published: Article, reporter: User, editor: User, publisher: User, moderator: User, reader: User
    ) -> None:
        sport = cast.person("Sid Moderator", Role.MODERATOR, "sport")
        own = cast.person("Wanda Publisher", Role.PUBLISHER, "world")
        for person in (reporter, reader, sport):
            with pytest.raises(NotAllowed):
                set_article(published, person, mode="open")
        assert set_article(published, editor, mode="open") is not None
        for person in (editor, moderator):
            with pytest.raises(NotAllowed):
                set_defaults(published.section, person, mode="open")
        with pytest.raises(NotAllowed):
            set_defaults(None, own, mode="open")
        assert set_defaults(published.section, own, mode="open") is not None
        assert set_defaults(None, publisher, mode="open") is not None

    def test_with_a_reason_and_on_what_was_seen(self, published: Article, moderator: User) -> None:
        seen = ArticleTalk.of(published).digest
        with pytest.raises(ReasonRequired):
            setting.set_article(published, ArticleTalk("open"), by=moderator, seen=seen, reason=" ")
        assert setting.set_article(published, ArticleTalk(), by=moderator, seen=seen, reason="") is None
        set_article(published, moderator, mode="closed")
        with pytest.raises(Conflict):
            setting.set_article(published, ArticleTalk("open"), by=moderator, seen=seen, reason="Why")

    def test_the_pages_of_section_and_site(
        self, published: Article, publisher: User, editor: User, signed_in: SignedIn
    ) -> None:
        desk = signed_in(publisher)
        site, section = (
            "/admin/articles/section/comments/",
            f"/admin/articles/section/{published.section_id}/comments/",
        )
        for address in (site, section):
            assert signed_in(editor).get(address).status_code == 403
            assert desk.get(address).status_code == 200
        form = {"mode": "open", "close_after": "14", "reason": "We trust them", "seen": DefaultTalk().digest}
        page = desk.post(site, form, follow=True).content.decode()
        assert "We trust them" in page
        assert desk.post(site, {**form, "mode": "closed"}).status_code == 409
        assert "As the site’s: Open" in desk.get(section).content.decode().replace("&#x27;", "’")
        assert desk.post(section, {**form, "close_after": "-1"}).status_code == 422
        assert fresh(published).section.talk == {
            **fresh(published).section.talk,
            "mode": "open",
            "level": "site",
            "close_after": 14,
        }
