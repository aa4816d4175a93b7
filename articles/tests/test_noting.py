"""Notes on a draft: written, answered, resolved; who is named is told; nobody else reads them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles import noting
from articles.models import Note, Revision
from articles.tests.desk import Desk
from newsroom.testing import cast
from notifications.composing import compose
from notifications.models import Channel, Notification
from notifications.renderers import renderer_of

pytestmark = pytest.mark.django_db

HOSTILE = "<b>&\"'</b>"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client


def address(draft: Revision, name: str = "notes") -> str:
    return reverse(f"admin:articles_article_{name}", args=[draft.article_id])


def told(note: Note, kind: str) -> set[User]:
    rows = Notification.objects.filter(event=f"note:{note.pk}", kind=kind, channel=Channel.EMAIL)
    return {row.recipient for row in rows.select_related("recipient")}


def test_it_works(draft: Revision, reporter: User, editor: User) -> None:
    client = signed_in(editor)
    client.post(
        address(draft), {"act": "write", "note": f"@{reporter} who says so?", "quote": "forty  people"}
    )
    note = Note.objects.get()
    assert (note.author, note.quote, list(note.mentions.all())) == (editor, "forty people", [reporter])
    assert told(note, "mentioned") == {reporter}
    assert told(note, "note_written") == set()

    signed_in(reporter).post(
        address(draft), {"act": f"reply:{note.pk}", f"reply-{note.pk}": "The harbour master."}
    )
    reply = Note.objects.get(parent=note)
    assert told(reply, "note_written") == {editor}

    page = Desk(reporter, draft).page
    assert "The harbour master." in page
    assert "These words are no longer in the text." not in page

    client.post(address(draft), {"act": f"resolve:{note.pk}"})
    note.refresh_from_db()
    assert note.resolved_by == editor
    assert "The harbour master." not in client.get(address(draft)).content.decode()
    assert "The harbour master." in client.get(address(draft) + "?show=resolved").content.decode()
    client.post(address(draft), {"act": f"reopen:{note.pk}"})
    note.refresh_from_db()
    assert note.resolved_at is None


def test_words_and_names_are_escaped_everywhere(draft: Revision, reporter: User, editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(display_name=f"Ed {HOSTILE}")
    editor.refresh_from_db()
    note = noting.write(draft, f"@{reporter} {HOSTILE}", by=editor, quote=HOSTILE)
    for page in (Desk(reporter, draft).page, signed_in(reporter).get(address(draft)).content.decode()):
        assert HOSTILE not in page
        assert "&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;" in page
    notice = Notification.objects.get(event=f"note:{note.pk}", channel=Channel.EMAIL)
    renderer = renderer_of("mentioned")
    assert renderer is not None
    message = renderer.render(notice)
    assert message is not None
    mail = compose(notice, message)
    assert HOSTILE in mail.body
    html = str(mail.alternatives[0].content)
    assert HOSTILE not in html
    assert "&lt;b&gt;&amp;" in html


def test_a_note_outlives_its_words(draft: Revision, reporter: User) -> None:
    noting.write(draft, "Twice?", by=reporter, quote="words that never stood there")
    page = Desk(reporter, draft).page
    assert "words that never stood there" in page
    assert "These words are no longer in the text." in page


def test_a_note_leaves_what_is_being_typed_alone(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    answer = desk.client.post(
        address(draft), {"act": "write", "note": "Look here"}, headers={"X-Notes-Fragment": "1"}
    )
    panel = answer.content.decode()
    assert panel.lstrip().startswith('<div class="notes"')
    assert "Look here" in panel
    # The fields of the panel belong to a form of their own, never to the form of the text.
    inside = desk.page.partition('class="notes"')[2].partition("</aside>")[0]
    assert inside.count("<textarea") + inside.count("<button") + inside.count("<input") == inside.count(
        'form="notes-form"'
    )
    assert 'target="notes"' in desk.page.partition('id="notes-form"')[2][:200]


def test_the_longer_name_is_meant(reporter: User) -> None:
    ann, berg, twin = (cast.person(name, Role.EDITOR) for name in ("Ann", "Ann Berg", "Ann"))
    assert noting.mentioned("ask @ann berg.", [ann, berg, twin]) == [berg]
    assert noting.mentioned("@Ann, @Ann Berg", [ann, berg]) == [berg, ann]
    assert noting.mentioned("@Anna and an@Ann", [ann]) == [ann]
    assert noting.mentioned("@Anna", [ann]) == []
    assert noting.mentioned("@Ann!", [ann, twin]) == [ann, twin]


def test_nothing_is_said_where_nothing_is_written(draft: Revision, reporter: User) -> None:
    client = signed_in(reporter)
    empty = client.post(address(draft), {"act": "write", "note": "  "})
    assert (empty.status_code, Note.objects.count()) == (409, 0)
    long = client.post(address(draft), {"act": "write", "note": "fog " * 2_000, "quote": "kept"})
    assert long.status_code == 409
    assert "fog fog fog" in long.content.decode()
    assert 'value="kept"' in long.content.decode()
    assert client.post(address(draft), {"act": "burn:1"}).status_code == 404


def test_notes_of_another_article_and_section_are_closed(draft: Revision, reporter: User) -> None:
    other = cast.draft(reporter)
    note = noting.write(other, "Elsewhere", by=reporter)
    assert signed_in(reporter).post(address(draft), {"act": f"resolve:{note.pk}"}).status_code == 404
    for person in (cast.person("Nora Sport", Role.EDITOR, "sport"), cast.person("Mo", Role.MODERATOR)):
        client = signed_in(person)
        assert client.get(address(draft)).status_code == 403
        assert client.post(address(draft), {"act": "write", "note": "Hello"}).status_code == 403
        assert client.get(address(draft, "people")).status_code == 403
    assert Note.objects.count() == 1


def test_only_who_may_read_the_article_can_be_named(draft: Revision, reporter: User, editor: User) -> None:
    sport = cast.person("Nora Sport", Role.EDITOR, "sport")
    found = signed_in(reporter).get(address(draft, "people") + "?q=").json()["people"]
    assert str(editor) in found
    assert str(sport) not in found
    assert signed_in(reporter).get(address(draft, "people") + "?q=zzz").json() == {"people": []}
    note = noting.write(draft, f"@{sport} look", by=reporter)
    assert told(note, "mentioned") == set()


def test_who_lost_the_section_is_told_nothing(draft: Revision, reporter: User, editor: User) -> None:
    note = noting.write(draft, f"@{editor}", by=reporter)
    editor.memberships.update(section="sport")
    notice = Notification.objects.get(event=f"note:{note.pk}", channel=Channel.EMAIL)
    renderer = renderer_of("mentioned")
    assert renderer is not None
    assert renderer.render(notice) is None
