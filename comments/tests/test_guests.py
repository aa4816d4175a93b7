"""A name and a confirmed address instead of an account, where the site allows it."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone

from accounts import erasing
from accounts.models import User
from articles.models import Article
from comments import guest_mail, guests
from comments.models import Comment, GuestText
from moderation.models import Item
from newsroom.testing.post_office import PostOffice, html_of, text_of

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
SignedIn = Callable[[User], Client]
ADDRESS = "gil@harbour.example"
SENT = {"text": "I was on *that* ferry.", "name": "Gil Guest", "email": ADDRESS}


@pytest.fixture(autouse=True)
def _welcome(settings: LazySettings) -> None:
    settings.GUEST_COMMENTS = True


def send(article: Article, **changes: str) -> int:
    """From a form that was open for half a minute."""
    opened = Signer(salt="comments.form").sign(str(int(time.time()) - 30))
    sent = {**SENT, "opened": opened, **changes}
    return Client().post(f"/comments/article/{article.pk}/", sent).status_code


def link_in(office: PostOffice, address: str = ADDRESS) -> str:
    guest_mail.mail_due()
    words = text_of(office.to(address)[-1]).split()
    return "/comments/confirm/" + next(w for w in words if "/confirm/" in w).partition("/confirm/")[2]


def test_it_works(open_article: Article, post_office: PostOffice) -> None:
    thread = Client().get(open_article.get_absolute_url()).content.decode()
    assert f'href="/comments/article/{open_article.pk}/write/"' in thread
    assert 'name="email"' in Client().get(f"/comments/article/{open_article.pk}/write/").content.decode()
    assert send(open_article) == 200
    assert not Comment.objects.exists()
    assert not User.objects.filter(email=ADDRESS).exists()

    link = link_in(post_office)
    mail = post_office.to(ADDRESS)[-1]
    assert "ferry." not in text_of(mail) + html_of(mail).replace(open_article.live.headline, "")
    assert "Gil" not in text_of(mail) + html_of(mail)
    assert "<em>that</em>" in Client().get(link).content.decode()
    assert not Comment.objects.exists()  # a scanner of mails follows links

    assert "stands below the article" in Client().post(link).content.decode()
    comment = Comment.objects.get()
    assert (comment.state, str(comment.author), comment.author.is_guest) == ("approved", "Gil Guest", True)
    assert ADDRESS not in Client().get(open_article.get_absolute_url()).content.decode()
    assert not GuestText.objects.exists()
    assert Client().post(link).status_code == 410


def test_it_is_a_setting(open_article: Article, say: Say, reader: User, settings: LazySettings) -> None:
    settings.GUEST_COMMENTS = False
    comment = say(open_article, reader, "First.")
    assert "as a guest" not in Client().get(open_article.get_absolute_url()).content.decode()
    assert send(open_article) == 403
    assert Client().get(f"/comments/article/{open_article.pk}/write/").status_code == 302
    assert Client().get(f"/comments/{comment.pk}/reply/").status_code == 302
    assert not GuestText.objects.exists()


def test_where_members_write_guests_do_not(open_article: Article) -> None:
    Article.objects.filter(pk=open_article.pk).update(comments_mode=Article.CommentsMode.MEMBERS)
    assert "as a guest" not in Client().get(open_article.get_absolute_url()).content.decode()
    assert send(open_article) == 403
    assert not GuestText.objects.exists()


def test_a_confirmed_text_goes_the_ordinary_way(published: Article, post_office: PostOffice) -> None:
    assert send(published) == 200
    answer = Client().post(link_in(post_office)).content.decode()
    assert "A moderator reads it" in answer
    assert Item.objects.get(kind="comments.comment", closed_at=None).object_id == Comment.objects.get().pk


def test_a_guest_replies(open_article: Article, reader: User, say: Say, post_office: PostOffice) -> None:
    comment = say(open_article, reader, "First.")
    page = Client().get(f"/comments/{comment.pk}/reply/?quote=all").content.decode()
    assert 'name="email"' in page
    Client().post(f"/comments/{comment.pk}/reply/", SENT)
    Client().post(link_in(post_office))
    assert Comment.objects.get(parent=comment).author.display_name == "Gil Guest"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nowhere"}, "email"),
        ({"email": ""}, "email"),
        ({"name": ""}, "name"),
        ({"name": "Ada Editor"}, "name"),
        ({"text": ""}, "text"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_all_is_kept(
    open_article: Article, changes: dict[str, str], field: str
) -> None:
    answer = Client().post(f"/comments/article/{open_article.pk}/", {**SENT, **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="write-{field}_error"' in page
    focused = page[page.rindex("<", 0, page.index(" autofocus")) : page.index(" autofocus")]
    assert f'name="{field}"' in focused
    kept = {**SENT, **changes}
    assert all(value in page for value in kept.values())
    assert not GuestText.objects.exists()


def test_the_address_of_an_account_wants_its_owner_signed_in(
    open_article: Article, reader: User, stranger: User, post_office: PostOffice, signed_in: SignedIn
) -> None:
    send(open_article, email=reader.email.upper(), name="Nobody Known")
    link = link_in(post_office, reader.email.lower())
    answer = Client().post(link)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert signed_in(stranger).post(link).status_code == 302
    assert not Comment.objects.exists()
    signed_in(reader).post(link)
    assert Comment.objects.get().author == reader


def test_readers_names_are_told_only_to_who_has_confirmed(
    open_article: Article, reader: User, post_office: PostOffice
) -> None:
    assert send(open_article, name="Rita Reader") == 200
    link = link_in(post_office)
    refused = Client().post(link)
    assert refused.status_code == 422
    assert 'id="name_error"' in refused.content.decode()
    Client().post(link, {"name": "Rita of the Harbour"})
    assert Comment.objects.get().author.display_name == "Rita of the Harbour"


def test_the_same_guest_comes_again(open_article: Article, post_office: PostOffice) -> None:
    for text in ("Once.", "Twice."):
        send(open_article, text=text)
        Client().post(link_in(post_office))
    assert Comment.objects.count() == 2
    assert User.objects.filter(email=ADDRESS).count() == 1


def test_a_mailbox_is_not_filled(open_article: Article, reader: User, post_office: PostOffice) -> None:
    answers = [send(open_article, text=f"Number {n}.") for n in range(guests.MAILS_AN_HOUR + 1)]
    assert answers == [200] * guests.MAILS_AN_HOUR + [429]
    guest_mail.mail_due()
    assert len(post_office.to(ADDRESS)) == guests.MAILS_AN_HOUR


def test_who_links_a_lot_is_looked_at(open_article: Article, post_office: PostOffice) -> None:
    send(open_article, text="[a](https://a.example) [b](https://b.example)")
    Client().post(link_in(post_office))
    [reason] = Item.objects.get(kind="comments.comment", closed_at=None).reasons
    assert reason["rule"] == "newcomers-links"


def test_a_form_sent_twice_is_one_text(open_article: Article) -> None:
    for _ in range(2):
        assert send(open_article, submission="7f8a2c1e-9d1b-4a53-8a76-3a3a3a3a3a3a") == 200
    assert GuestText.objects.count() == 1


def test_what_nobody_confirms_goes(open_article: Article, post_office: PostOffice) -> None:
    send(open_article)
    link = link_in(post_office)
    late = timezone.now() + timedelta(hours=49)
    assert guests.find(link.rstrip("/").rpartition("/")[2], late) is None
    assert guests.forget_expired(late) == 1
    assert Client().get(link).status_code == 410


def test_a_guest_is_handed_out_and_erased(open_article: Article, post_office: PostOffice) -> None:
    send(open_article)
    Client().post(link_in(post_office))
    send(open_article, text="Never confirmed.")
    person = User.objects.get(email=ADDRESS)
    handed = erasing.export(person)
    assert handed["muted, followed and unconfirmed"]["unconfirmed"][0]["text"] == "Never confirmed."
    erasing.erase(person)
    assert not GuestText.objects.exists()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_mail_server_that_is_away_is_asked_again(open_article: Article, post_office: PostOffice) -> None:
    post_office.verdict = lambda mail: "451 Later"
    send(open_article)
    assert guest_mail.mail_due() == 0
    post_office.verdict = lambda mail: "250 Taken"
    assert guest_mail.mail_due() == 0
    assert guest_mail.mail_due(timezone.now() + timedelta(minutes=1)) == 1
