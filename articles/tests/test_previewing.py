"""The preview: six views of a saved text, and the text as it is being typed."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles.models import Article, Revision
from articles.staging import VIEWS
from articles.tests.desk import Desk
from newsroom.testing import cast

pytestmark = pytest.mark.django_db


def address(article: int, name: str = "preview") -> str:
    return reverse(f"admin:articles_article_{name}", args=[article])


def test_it_works(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    typed = {**desk.fields, "text-headline": "Typed & not saved", "text-body": "<p>Fog</p><script>1</script>"}
    answer = desk.client.post(address(draft.article_id, "live_preview"), {**typed, "view": "desktop"})
    page = answer.content.decode()
    assert '<h1 class="article__headline" lang="en">Typed &amp; not saved</h1>' in page
    assert "Fog" in page
    assert "<script>1" not in page
    draft.refresh_from_db()
    assert draft.headline != "Typed & not saved"
    assert draft.saves.count() == 1


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_an_address_of_its_own(draft: Revision, reporter: User, view: str) -> None:
    client = Desk(reporter, draft).client
    answer = client.get(f"{address(draft.article_id)}?view={view}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('aria-current="page"') == 1
    assert draft.headline in page
    framed = client.get(f"{address(draft.article_id)}?view={view}&frame=1")
    assert "preview-strip" not in framed.content.decode()
    # The public site's policy: nothing inline, and framed by this site alone.
    policy = framed.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "noindex" in framed.headers["X-Robots-Tag"]
    assert "no-store" in framed.headers["Cache-Control"]


def test_search_result_takes_the_title_for_search_engines(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    live = address(draft.article_id, "live_preview")
    page = desk.client.post(live, {**desk.fields, "view": "search"}).content.decode()
    assert f'<p class="found__title">{draft.headline}</p>' in page
    typed = {**desk.fields, "view": "search", "text-seo_title": "Fog " * 30}
    page = desk.client.post(live, typed).content.decode()
    assert '<p class="found__title">Fog Fog' in page
    assert "The title is cut here." in page


def test_what_is_no_date_and_no_picture_is_drawn_all_the_same(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    typed = {**desk.fields, "text-dateline_date": "31 June", "text-lead_image": "x", "text-headline": ""}
    assert desk.client.post(address(draft.article_id, "live_preview"), typed).status_code == 200


def test_only_who_may_read_the_text(draft: Revision, published: Article) -> None:
    for person, status in (
        (cast.person("Nora Sport", Role.EDITOR, "sport"), 403),
        (cast.person("Mo Derator", Role.MODERATOR), 403),
    ):
        client = Client()
        client.force_login(person, backend="accounts.backends.RoleBackend")
        assert client.post(address(draft.article_id, "live_preview")).status_code == status
        assert client.get(address(draft.article_id)).status_code == status
    assert Client().post(address(draft.article_id, "live_preview")).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.person("Rita", Role.EDITOR), backend="accounts.backends.RoleBackend")
    assert strict.post(address(draft.article_id, "live_preview")).status_code == 403


def test_an_earlier_publication_shows_its_own_words(published: Article, reporter: User) -> None:
    client = Desk(reporter, published).client
    saved = published.revisions.get().saves.get(number=1)
    page = client.get(f"{address(published.pk)}?saved={saved.pk}").content.decode()
    assert saved.text["headline"] in page
