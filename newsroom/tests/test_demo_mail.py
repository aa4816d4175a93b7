"""The demo's mail: caught by a real server, kept as files, shown without harm."""

import os
import signal
import smtplib
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings as house
from django.urls import reverse

from newsroom.demo import mailbox
from tests.house import free_port, wait_until

pytestmark = [pytest.mark.django_db, pytest.mark.urls("newsroom.tests.demo_urls")]


def a_mail(subject: str = "ABCD-EFGH is your code", html: str = "<head></head><p>Hi</p>") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "paper@example.org", "pia@example.org", subject
    mail.set_content("Hello Pia,\n\n  ABCD-EFGH\n\nhttp://localhost:8000/")
    mail.add_alternative(html, subtype="html")
    return mail


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.DEMO_MAIL_DIR = tmp_path / "mail"
    return settings.DEMO_MAIL_DIR


def test_it_works(client, folder: Path) -> None:
    key = mailbox.store(folder, a_mail().as_bytes())
    page = client.get("/demo/mail/").content.decode()
    assert "pia@example.org" in page
    assert "ABCD-EFGH</p>" in page
    page = client.get(f"/demo/mail/{key}/").content.decode()
    assert "Hello Pia" in page
    assert 'sandbox="allow-top' in page


def test_html_is_shown_without_scripts_and_requests(client, folder: Path) -> None:
    key = mailbox.store(folder, a_mail(html="<head></head><script>alert(1)</script>").as_bytes())
    answer = client.get(f"/demo/mail/{key}/html/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_filter_by_recipient(client, folder: Path) -> None:
    mailbox.store(folder, a_mail().as_bytes())
    assert "ABCD-EFGH</p>" in client.get("/demo/mail/?to=PIA@example.org").content.decode()
    assert "No mail to nobody" in client.get("/demo/mail/?to=nobody").content.decode()


@pytest.mark.parametrize("key", ["x", "00000000000000000000-00000000", "..", "etc-passwd"])
def test_no_other_file_is_read(client, folder: Path, key: str) -> None:
    assert client.get(f"/demo/mail/{key}/").status_code == 404


def test_an_empty_box_and_a_mail_that_is_none(client, folder: Path) -> None:
    assert "No mail yet" in client.get("/demo/mail/").content.decode()
    mailbox.store(folder, b"\xff\x00 not a mail")
    assert client.get("/demo/mail/").status_code == 200


def test_the_newest_are_kept(folder: Path) -> None:
    for _ in range(mailbox.KEPT + 3):
        mailbox.store(folder, b"To: a@example.org\n\nhi")
    assert len(list(folder.iterdir())) == mailbox.KEPT


def test_outside_the_demo_there_is_no_such_page() -> None:
    assert not house.DEMO
    with pytest.raises(Exception, match="demo"):
        reverse("demo:mails", urlconf="newsroom.urls")


def test_the_server_catches_and_ends_when_told(tmp_path: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "manage.py", "demo_mail", "--port", str(port)],
        cwd=house.BASE_DIR,
        env={**os.environ, "NEWSROOM_DATA": str(tmp_path)},
        stdout=subprocess.DEVNULL,
    )

    def hand_in() -> bool:
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=5) as line:
                return line.send_message(a_mail()) == {}
        except OSError:
            return False

    try:
        wait_until(hand_in, 30, "the server takes a mail")
        assert mailbox.letters(tmp_path / "mail")[0].code == "ABCD-EFGH"
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=10) == 0
    finally:
        server.kill()
