"""Pasted text comes out clean: as word processors, documents on the web and pages put it on the clipboard."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from articles.models import Revision
from articles.pasting import MOST, clean
from articles.tests.desk import Desk
from newsroom.testing import cast

CLIPBOARDS = Path(__file__).parent / "clipboards"


def lines(html: str) -> list[str]:
    return [line for line in html.splitlines() if line.strip()]


@pytest.mark.parametrize("program", ["word", "docs", "web"])
def test_it_works(program: str) -> None:
    pasted = clean((CLIPBOARDS / f"{program}.html").read_text())
    assert lines(pasted) == lines((CLIPBOARDS / f"{program}.expected.html").read_text())
    assert clean(pasted) == pasted


@pytest.mark.django_db
def test_what_is_pasted_is_stored_clean(draft: Revision, reporter: User) -> None:
    Desk(reporter, draft).send(text__body=(CLIPBOARDS / "docs.html").read_text())
    stored = Revision.objects.get(pk=draft.pk).body
    assert stored.startswith("<h2>What happened</h2><p")
    assert "style" not in stored


@pytest.mark.django_db
def test_a_text_that_nobody_touched_stays(reporter: User) -> None:
    body = "<p>One</p><p></p><div>Two</div>"
    draft = cast.draft(reporter, body=body)
    Desk(reporter, draft).send(text__headline="Another headline")
    assert Revision.objects.get(pk=draft.pk).body == body


@pytest.mark.django_db
def test_a_text_that_is_too_long_is_kept_in_the_form(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    long = "<p>" + "fog " * (MOST // 4) + "</p>"
    desk.send(text__body=long)
    assert "divide it in two" in desk.page
    assert desk.fields["text-body"] == long
    desk.send(text__body=long[:900_000])
    assert len(Revision.objects.get(pk=draft.pk).body) > 890_000


@pytest.mark.parametrize(
    "piece", ["<div>", "<b><i>", "<table><tr><td>", "<p class=MsoListParagraph>", "&nbsp; ", "<br>"]
)
def test_a_megabyte_costs_little(piece: str) -> None:
    began = time.process_time()
    clean(f'<span style="x">{piece * (18_000 if "<" in piece else 150_000)}')
    assert time.process_time() - began < 20  # quadratic ones take minutes


PIECES = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<br>",
    "a",
    " ",
    "\u00a0",
    "<",
    "&",
    "<span class=x>",
    "<table><tr><td>",
    "</table>",
    "<li>",
    "<h4>",
    "<a>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_cleaning_what_is_clean_changes_nothing(html: str) -> None:
    once = clean(html)
    assert clean(once) == once


def test_preformatted_and_right_to_left_stay() -> None:
    assert "a  &nbsp; b" in clean("<pre>a  \u00a0 b</pre>")
    assert clean('<div dir="rtl">شكرا</div>') == '<p dir="rtl">شكرا</p>'
    assert clean("<p>10&nbsp;%</p>") == "<p>10&nbsp;%</p>"
