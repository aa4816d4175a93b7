"""Workers are killed with -9 while a mail server refuses, dawdles and hangs up, and a receiver of webhooks does alike.

Nothing is lost. A mail comes twice only where the server had it and died before it said so, or the worker before it
could note it; under the same Message-ID. A webhook's repetition has the id and the bytes of the first.
"""

import pytest

from tests.faults.outbox_round import play


@pytest.mark.parametrize(
    ("notices", "messages", "kills", "seconds"),
    [
        (60, 20, 2, 300),
        pytest.param(10_000, 2_000, 100, 1_500, marks=pytest.mark.full),
    ],
)
def test_nothing_is_lost_and_order_is_kept(notices: int, messages: int, kills: int, seconds: float) -> None:
    came = play(notices, messages, kills, seconds=seconds)
    assert came.lost == 0, came
    assert came.sent == notices, came
    assert came.refused > notices / 5, came
    # Each kill may catch one mail in the hand of each of two processes.
    assert came.doubled <= came.hung_up + 2 * kills, came
    assert came.hooks_lost == came.hooks_forged == came.hooks_changed == 0, came
    assert came.hooks_out_of_order == 0, came
