"""The history of saved texts: listed, filtered, compared, taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles import drafting, publishing, reviewing
from articles.models import Article, Revision, SavedText
from articles.tests.desk import Desk
from newsroom.testing import cast

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client


def address(name: str, *args: object) -> str:
    return reverse(f"admin:articles_article_{name}", args=args)


def save(draft: Revision, person: User, **fields: str) -> Revision:
    return drafting.save_draft(draft, by=person, version=draft.version, **fields)


def test_it_works(draft: Revision, reporter: User) -> None:
    first = draft.headline
    later = save(draft, reporter, headline="The bell rang twice", reason="Heard the second bell")
    client = signed_in(reporter)
    page = client.get(address("texts", draft.article_id)).content.decode()
    assert "Heard the second bell" in page
    assert page.count('name="from"') == 2

    begun = later.saves.get(number=1)
    refused = client.get(address("restore", draft.article_id, begun.pk)).content.decode()
    assert first in refused
    client.post(
        address("restore", draft.article_id, begun.pk),
        {"revision": later.pk, "version": later.version, "reason": "The first was right"},
    )
    later.refresh_from_db()
    newest = later.saves.order_by("-number").first()
    assert newest is not None
    assert (later.headline, newest.origin, newest.reason) == (
        first,
        SavedText.Origin.RESTORED,
        "The first was right",
    )
    assert later.saves.count() == 3


def test_the_reason_is_typed_beside_save(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    desk.send(text__headline="The bell rang thrice", reason="  Counted <again>  ")
    page = desk.client.get(address("texts", draft.article_id) + "?only=named").content.decode()
    assert "Counted &lt;again&gt;" in page
    assert page.count('name="from"') == 1


def test_a_live_text_is_never_altered(published: Article, reporter: User) -> None:
    live = published.live
    assert live is not None
    working = drafting.revise(published, by=reporter)
    changed = drafting.save_draft(
        working, by=reporter, version=working.version, headline="Another headline altogether"
    )
    first = live.saves.get(number=1)
    client = signed_in(reporter)
    answer = client.post(
        address("restore", published.pk, first.pk), {"revision": changed.pk, "version": changed.version}
    )
    assert answer.status_code == 302
    changed.refresh_from_db()
    assert changed.headline == live.headline
    # What goes along with one publication is not taken back with the words.
    assert changed.change == working.change != live.change
    assert live.saves.count() == first.number


def test_where_only_the_live_text_is_there_a_working_copy_is_opened(
    published: Article, reporter: User, editor: User, publisher: User
) -> None:
    first = published.live
    assert first is not None
    second = drafting.revise(published, by=reporter)
    second = drafting.save_draft(second, by=reporter, version=second.version, headline="A second headline")
    reviewing.submit(second, by=reporter, version=second.version)
    reviewing.approve(second, by=editor, version=second.version)
    publishing.publish(second, by=publisher, version=second.version)
    client = signed_in(reporter)
    answer = client.post(address("restore", published.pk, first.saves.get(number=1).pk), {})
    assert answer.status_code == 302
    working = published.revisions.get(state=Revision.State.DRAFT)
    assert working.headline == first.headline
    second.refresh_from_db()
    assert (second.state, second.headline) == ("live", "A second headline")


def test_a_closed_text_says_to_reopen(approved: Revision, reporter: User) -> None:
    first = approved.saves.get(number=1)
    answer = signed_in(reporter).post(
        address("restore", approved.article_id, first.pk),
        {"revision": approved.pk, "version": approved.version},
    )
    assert answer.status_code == 409
    assert "reopen it to change it" in answer.content.decode()


def test_who_saved_meanwhile_is_not_overwritten(draft: Revision, reporter: User, editor: User) -> None:
    seen = draft.version
    save(draft, editor, headline="By the editor")
    answer = signed_in(reporter).post(
        address("restore", draft.article_id, draft.saves.get(number=1).pk),
        {"revision": draft.pk, "version": seen},
    )
    assert answer.status_code == 409
    draft.refresh_from_db()
    assert draft.headline == "By the editor"


def test_any_two_are_compared_in_either_order(draft: Revision, reporter: User) -> None:
    save(draft, reporter, headline="The bell rang twice", change_note="We heard it.")
    one, two = draft.saves.order_by("number")
    for view in ("", "side"):
        address_of = f"{address('texts_compared', draft.article_id)}?from={two.pk}&to={one.pk}&view={view}"
        page = signed_in(reporter).get(address_of).content.decode()
        assert "<ins>" in page
        assert "We heard it." in page


def test_texts_of_other_articles_stay_where_they_are(
    draft: Revision, reporter: User, published: Article
) -> None:
    other = SavedText.objects.get(revision=published.live_id, number=1)
    client = signed_in(reporter)
    assert client.get(address("restore", draft.article_id, other.pk)).status_code == 404
    assert (
        client.get(f"{address('texts_compared', draft.article_id)}?from={other.pk}&to={other.pk}").status_code
        == 404
    )
    assert client.get(f"{address('preview', draft.article_id)}?saved={other.pk}").status_code == 404
    assert client.get(f"{address('texts', draft.article_id)}?before=x.y").status_code == 404


def test_another_section_is_closed(draft: Revision) -> None:
    elsewhere = signed_in(cast.person("Nora Sport", Role.EDITOR, "sport"))
    saved = draft.saves.get(number=1)
    for name, args in (("texts", ()), ("texts_compared", ()), ("restore", (saved.pk,))):
        assert elsewhere.get(address(name, draft.article_id, *args)).status_code == 403


def test_long_histories_come_in_pages(draft: Revision, reporter: User) -> None:
    current = draft
    for number in range(60):
        current = save(current, reporter, headline=f"Bell {number}")
    client = signed_in(reporter)
    page = client.get(address("texts", draft.article_id)).content.decode()
    assert page.count('name="from"') == 50
    mark = page.partition("?before=")[2].partition('"')[0]
    rest = client.get(f"{address('texts', draft.article_id)}?before={mark}").content.decode()
    assert rest.count('name="from"') == 11
