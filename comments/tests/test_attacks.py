"""Three hundred attacks in every field, looked at in every place that shows it, in a browser without our policy."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from playwright.sync_api import Browser

from accounts.models import User
from articles.models import Article
from comments import deciding, following, paths, posting
from comments.models import MAX_LENGTH, Comment, EarlierText, Mute
from comments.notices import Answered
from comments.rendering import rendered
from moderation.models import Item
from newsroom.testing import cast
from newsroom.testing.stage import Stage
from notifications import composing
from notifications.models import Notification

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-talk"), pytest.mark.django_db]
ATTACKS: list[str] = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "attacks.jsonl").read_text().splitlines()
]
HEADLINE = "\"><img src=x onerror=pwned(1)></title></textarea><script>pwned('headline')</script>"
SignedIn = Callable[[User], Client]


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    stage = Stage(browser)
    yield stage
    stage.close()


@pytest.fixture
def attackers(db: None) -> list[User]:
    """Each bears an attack for a name, in spite of all rules."""
    return User.objects.bulk_create(
        User(email=f"attacker-{number}@example.org", display_name=attack.replace("\0", "")[:60])
        for number, attack in enumerate(ATTACKS)
    )


@pytest.fixture
def attacked(reporter: User, editor: User, publisher: User) -> Article:
    article = cast.published(reporter, editor, publisher, headline=HEADLINE)
    article.comments_mode = Article.CommentsMode.OPEN
    article.save(update_fields=["comments_mode"])
    return article


def under(article: Article, attackers: list[User]) -> list[Comment]:
    """Every attack as a comment that all can read."""
    texts = [attack.replace("\0", "") for attack in ATTACKS]
    rows = Comment.objects.bulk_create(
        Comment(article=article, author=author, text=text, html=rendered(text), state=Comment.State.APPROVED)
        for author, text in zip(attackers, texts, strict=True)
    )
    for row in rows:
        row.path, row.decided_at = paths.path_of(row), timezone.now()
    Comment.objects.bulk_update(rows, ["path", "decided_at"])
    Article.objects.filter(pk=article.pk).update(comment_count=len(rows))
    return rows


def joined() -> list[str]:
    """The attacks in as few texts as hold them."""
    texts = [""]
    for attack in (attack.replace("\0", "") for attack in ATTACKS):
        if len(texts[-1]) + len(attack) + 2 > MAX_LENGTH - 100:
            texts.append("")
        texts[-1] += f"{attack}\n\n"
    return texts


def pages(client: Client, address: str) -> Iterator[tuple[str, str]]:
    """A page and all that its "more" leads to."""
    seen: set[str] = set()
    while address and address not in seen and len(seen) < 30:
        seen.add(address)
        html = client.get(address).content.decode()
        yield address, html
        before, _, rest = html.partition('rel="next"')
        tag = before[before.rfind("<a ") :] + rest[: rest.find(">")]
        found = tag.partition('href="')[2].partition('"')[0].replace("&amp;", "&") if rest else ""
        address = f"{address.partition('?')[0]}{found}" if found.startswith("?") else found


def test_there_are_enough_and_the_browser_would_run_them(stage: Stage) -> None:
    """The stage hears what runs: without this the tests below could not fail."""
    assert len(set(ATTACKS)) >= 200
    stage.show("/proof/", "<main>" + "\n<p>".join([*ATTACKS[:3], "<img src=x onerror=pwned(1)>"]) + "</main>")
    stage.page.wait_for_timeout(200)
    assert stage.heard


def test_threads_and_own_pages(
    stage: Stage, attacked: Article, attackers: list[User], reader: User, signed_in: SignedIn
) -> None:
    comments = under(attacked, attackers)
    for address, html in pages(Client(), attacked.get_absolute_url()):
        stage.show(address, html)
    client = signed_in(reader)
    Comment.objects.filter(pk__in=[comment.pk for comment in comments[::2]]).update(author=reader)
    Mute.objects.bulk_create(Mute(person=reader, muted=other) for other in attackers)
    following.follow(reader, attacked)
    worst = comments[40]
    EarlierText.objects.bulk_create(
        EarlierText(
            comment=worst,
            text=attack.replace("\0", ""),
            written_at=timezone.now(),
            replaced_at=timezone.now(),
            was_shown=True,
        )
        for attack in ATTACKS
    )
    for path in ("mine/", "muted/", "followed/", f"{worst.pk}/history/", f"{comments[41].pk}/mute/"):
        for address, html in pages(client, f"/comments/{path}"):
            stage.show(address, html)
    for comment in comments[:: len(comments) // 6]:
        address = f"/comments/{comment.pk}/reply/?quote=all"
        stage.show(address, client.get(address).content.decode())
    for address, html in pages(client, attacked.get_absolute_url()):  # folded, and one's own
        stage.show(address, html)
        break
    assert stage.heard == []


def test_previews_and_refused_forms(
    stage: Stage, attacked: Article, reader: User, signed_in: SignedIn
) -> None:
    client, address = signed_in(reader), f"/comments/article/{attacked.pk}/"
    for text in joined():
        sent = {"text": text, "submission": HEADLINE, "opened": HEADLINE, "website": HEADLINE}
        stage.show(address, client.post(address, {**sent, "preview": "1"}).content.decode())
        part = client.post(address, {**sent, "preview": "1"}, headers={"HX-Request": "true"})
        stage.show(address, part.content.decode())
        stage.show(address, client.post(address, {**sent, "text": text * 2}).content.decode())
    assert stage.heard == []


def test_the_desk(
    stage: Stage,
    attacked: Article,
    attackers: list[User],
    reader: User,
    moderator: User,
    signed_in: SignedIn,
) -> None:
    Article.objects.filter(pk=attacked.pk).update(comments_mode=Article.CommentsMode.PREMODERATED)
    attacked.refresh_from_db()
    texts = joined()
    comments = [
        posting.post(attacked, author, text, paced=False)
        for author, text in zip(attackers[:: len(attackers) // len(texts)], texts, strict=False)
    ]
    client = signed_in(moderator)
    last = comments[-1]
    item = Item.objects.get(kind="comments.comment", object_id=last.pk)
    addresses = ["/admin/queue/", f"/admin/queue/{item.pk}/", "/admin/comments/comment/"]
    addresses += [f"/admin/comments/comment/{comment.pk}/change/" for comment in comments]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        stage.show(address, answer.content.decode())
    deciding.reject(last, by=moderator, version=1, reason=HEADLINE + ATTACKS[0])
    for address in (f"/admin/queue/{item.pk}/", f"/admin/comments/comment/{last.pk}/change/"):
        stage.show(address, client.get(address).content.decode())
    Comment.objects.filter(pk=last.pk).update(author=reader)
    stage.show("/comments/mine/", signed_in(reader).get("/comments/mine/").content.decode())
    assert stage.heard == []


def test_mails_notices_and_the_export(
    stage: Stage,
    attacked: Article,
    attackers: list[User],
    reader: User,
    moderator: User,
    signed_in: SignedIn,
) -> None:
    question = posting.post(attacked, reader, "What do you say?", paced=False)
    for author, attack in list(zip(attackers, ATTACKS, strict=True))[::4]:
        said = posting.post(attacked, author, attack, question, paced=False)
        if not said.is_visible:  # a rule of the house has held it
            deciding.approve(said, by=moderator, version=said.version)
    told = Notification.objects.filter(recipient=reader, kind="comment_reply")
    mails = []
    for notice in told.filter(channel="email"):
        message = Answered().render(notice)
        assert message is not None
        mails.append(str(composing.compose(notice, message).alternatives[0][0]))
    frames = "".join(f'<iframe srcdoc="{escape(mail)}"></iframe>' for mail in mails)
    stage.show("/mails/", f"<!doctype html><body>{frames}</body>")
    stage.page.wait_for_timeout(300)
    stage.heard = [line for line in stage.heard if "IFRAME srcdoc=" not in line]  # these are the test's own
    told.update(sent_at=timezone.now())
    client = signed_in(reader)
    seen = 0
    for address, html in pages(client, "/notices/"):
        seen += html.count("answered your comment")
        stage.show(address, html)
    assert len(mails) == len(ATTACKS[::4])
    assert seen >= len(mails)
    Comment.objects.filter(article=attacked).update(author=reader)
    export = client.get("/accounts/me/everything/")
    assert export.headers["Content-Type"] == "application/json"
    assert export.headers["X-Content-Type-Options"] == "nosniff"
    assert export.headers["Content-Disposition"].startswith("attachment")
    assert len(json.loads(export.content)["comments"]) == len(mails) + 1
    assert stage.heard == []
