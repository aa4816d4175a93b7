"""Words and stems."""

import pytest

from common.words import base_language, stems_of, words_in


def test_it_works() -> None:
    assert words_in("Maren’s 1,200 rare-earth licences, a U.S. first in 2025: x") == [
        "Maren", "rare", "earth", "licences", "first", "in",
    ]  # fmt: skip


@pytest.mark.django_db
def test_stems_follow_the_language() -> None:
    assert stems_of(["The", "Licences", "licence"], "en-GB") == {"licences": "licenc", "licence": "licenc"}
    assert stems_of(["Der", "Häuser", "Haus"], "de") == {"häuser": "haus", "haus": "haus"}
    assert stems_of(["Xyzzy"], "tlh") == {"xyzzy": "xyzzy"}
    assert stems_of([], "en") == {}


def test_the_base_of_a_language() -> None:
    assert [base_language(code) for code in ("de-AT", "en_GB", "FR")] == ["de", "en", "fr"]
