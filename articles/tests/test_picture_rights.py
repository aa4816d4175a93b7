"""What stands against showing pictures: rights, words."""

from datetime import date

from articles.models import Image
from articles.picture_rights import Rights, findings, rights_on

TODAY = date(2026, 3, 10)


def image(**fields: object) -> Image:
    return Image(**{"alternative_text": "A quay", "credit": "R.", **fields})


def test_it_works() -> None:
    assert findings(None, [], "<p>Text.</p>", TODAY) == []
    assert findings(image(), [image()], '<figure><img src="/a.jpg" alt="A quay"></figure>', TODAY) == []


def test_the_last_day_counts() -> None:
    assert rights_on(image(rights_until=TODAY), TODAY) == Rights.RUNNING_OUT
    assert rights_on(image(rights_until=date(2026, 3, 9)), TODAY) == Rights.RUN_OUT
    assert rights_on(image(rights_until=date(2026, 3, 24)), TODAY) == Rights.RUNNING_OUT
    assert rights_on(image(rights_until=date(2026, 3, 25)), TODAY) == Rights.FREE


def test_rights_that_ended_block_and_rights_that_end_warn() -> None:
    ended, ends = image(rights_until=date(2026, 3, 9)), image(rights_until=date(2026, 3, 12), caption="Bell")
    (lead,) = findings(ended, [], "", TODAY)
    assert (lead.is_blocking, lead.field) == (True, "lead_image")
    (inside,) = findings(None, [ends], "", TODAY)
    assert (inside.is_blocking, inside.field) == (False, "body")
    assert "“Bell”" in inside.words


def test_pictures_without_words_block() -> None:
    found = findings(
        image(alternative_text=" ", credit=""), [], '<img src="/a.jpg" alt=""><img src="/b.jpg">', TODAY
    )
    assert [(one.is_blocking, one.field) for one in found] == [
        (True, "lead_alternative_text"),
        (False, "lead_credit"),
        (True, "body"),
    ]
