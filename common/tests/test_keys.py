"""What is a key, and what is not."""

import pytest

from common.keys import key_in


def test_it_works() -> None:
    assert key_in("42") == 42


@pytest.mark.parametrize("words", ["", "-1", "+1", "1.0", " 1", "x", "²", "1" * 19])
def test_what_is_no_key(words: str) -> None:
    assert key_in(words) is None
