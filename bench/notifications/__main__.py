"""``make bench-notifications``: kills and refusals against the outbox, one alert for many, and the desk in between.

The last line is one JSON object. ``--full`` takes 10,000 notices and 100 kills (about half an hour).
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from newsroom.testing.post_office import PostOffice
from tests.faults.outbox_round import CELERY, play
from tests.house import scratch, wait_until

QUEUEING = (Path(__file__).parent / "queueing.py").read_text()
FOLLOWERS = 100_000
WRITE = """INSERT INTO notifications_notification
  (kind, event, recipient_id, channel, object_id, context, lane, created_at, next_attempt_at, attempts, last_error)
  VALUES ('published', %s, %s, 'email', %s, '{}', 0, now(), now(), 0, '')"""
ASKED = 5


def queue_and_interrupt(followers: int) -> dict[str, Any]:
    """Queue one alert for all, let real workers send it, and see how long notices of the desk take meanwhile."""
    with PostOffice() as office:
        mailer = office.mailer["OPTIONS"]
        with scratch(EMAIL_HOST=mailer["host"], EMAIL_PORT=str(mailer["port"]), NEWSROOM_DEMO="0") as house:
            house.start_services()
            code = f"FOLLOWERS = {followers}\n{QUEUEING}"
            facts = json.loads(house.manage("shell", "-v0", "-c", code).stdout.splitlines()[-1])
            house.sql("DELETE FROM notifications_notification")
            house.spawn(*CELERY)
            house.spawn(
                "-m",
                "celery",
                "--quiet",
                "-A",
                "newsroom.beat",
                "beat",
                "--pidfile=",
                "--schedule",
                str(house.var / "beat-schedule"),
                "-l",
                "WARNING",
            )
            wait_until(lambda: len(office.mails) > 200, 60, "the alert does not leave")
            delays, (address,) = (
                [],
                house.sql("SELECT email FROM accounts_user WHERE id = %s", facts["editor"])[0],
            )
            for number in range(ASKED):
                began = time.monotonic()
                house.sql(WRITE, f"bench:{number}", facts["editor"], facts["revision"])
                arrived = lambda: sum(mail["To"] == address for mail in list(office.mails)) > number  # noqa: B023, E731
                wait_until(arrived, 60, "the desk's notice does not leave")
                delays.append(time.monotonic() - began)
            left = len(office.mails)
    return {
        "queue_100k_s": facts["seconds"],
        "queue_100k_mb": facts["megabytes"],
        "queued": facts["copies"],
        "urgent_delay_s": round(max(delays), 2),
        "sent_meanwhile": left,
    }


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="10,000 notices, 2,000 webhooks, 100 kills")
    is_full = parser.parse_args().full
    notices, messages, kills, seconds = (10_000, 2_000, 100, 1_500) if is_full else (500, 200, 5, 180)
    result = queue_and_interrupt(FOLLOWERS)
    print(json.dumps(result), file=sys.stderr)
    came = play(notices, messages, kills, seconds=seconds)
    names = ("sent", "kills", "lost", "doubled", "hung_up", "hooks_sent", "hooks_lost", "hooks_repeated")
    found = {name: getattr(came, name) for name in (*names, "hooks_out_of_order")}
    print(json.dumps({**found, **result}))


if __name__ == "__main__":
    main()
