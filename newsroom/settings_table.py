"""What each variable of the environment is for: the table in docs/operations.md is written from this and the settings."""

from common import env

# Defaults that depend on the machine or on other variables are told in words.
DEPENDS = {
    "NEWSROOM_VAR": "`var` beside `manage.py`",
    "NEWSROOM_DATA": "as `NEWSROOM_VAR`",
    "NEWSROOM_SITE_NAME": "Newsroom",
    "NEWSROOM_MAIL_FROM": "newsroom@ the site's host",
    "NEWSROOM_CONTACT_URL": "the site's address",
    "NEWSROOM_ALLOWED_HOSTS": "the site's host",
    "DATABASE_URL": "the embedded PostgreSQL",
    "DATABASE_OWNER_URL": "`DATABASE_URL`",
    "REDIS_URL": "the embedded Valkey",
    "SECRET_KEY": "`SECRET_KEY_FILE`",
    "SECRET_KEY_FILE": "made at the first start, in `NEWSROOM_VAR`",
    "NEWSROOM_CHECKPOINT_KEY": "derived from `SECRET_KEY`",
    "EMAIL_HOST": "localhost",
    "EMAIL_PORT": "25",
    "NEWSROOM_DEMO": "1 under `make run`, else 0",
    "NEWSROOM_DEMO_WIRE_URL": "the demo's own",
    "NEWSROOM_REQUIRE_SECOND_FACTOR": "1; 0 in the demo",
    "NEWSROOM_OUTBOUND_ALLOW": "none",
    "NEWSROOM_SITE_URL": "http://localhost:8000",
}
MEANINGS = {
    "NEWSROOM_SITE_URL": "The address that readers type. With `https://` cookies are secure and HTTP is sent on.",
    "NEWSROOM_SITE_NAME": "The name of the paper.",
    "NEWSROOM_LANGUAGE": "The language of who asks for none.",
    "NEWSROOM_TIME_ZONE": "The zone in which times are shown and the day of an address is reckoned.",
    "SECRET_KEY": "Signs sessions and links. At least 50 characters, kept secret.",
    "SECRET_KEY_FILE": "A file that holds it.",
    "NEWSROOM_CHECKPOINT_KEY": "Signs the checkpoints of the ledger. Keep it from whoever administers the database.",
    "DATABASE_URL": "PostgreSQL 16 or later, as the application's role: `postgresql://user:password@host:port/name`.",
    "DATABASE_OWNER_URL": "The same as the owner of the tables, who alone runs migrations.",
    "NEWSROOM_DATABASE_ROLE": "As whom a command connects; `manage.py migrate` sees to it itself.",
    "NEWSROOM_DATABASE_CONNECTION_SECONDS": "How long a connection is kept; 0 behind a pool by transaction.",
    "REDIS_URL": "Valkey or Redis: broker, cache, limits.",
    "EMAIL_HOST": "The mail server.",
    "EMAIL_PORT": "Its port.",
    "EMAIL_HOST_USER": "Sign-in there.",
    "EMAIL_HOST_PASSWORD": "Its password.",
    "EMAIL_USE_TLS": "STARTTLS.",
    "NEWSROOM_MAIL_FROM": "The sender of all mails.",
    "NEWSROOM_ALLOWED_HOSTS": "Further host names that are answered.",
    "NEWSROOM_BEHIND_PROXY": "Trust `X-Forwarded-Proto`. Only where a proxy of yours sets it on every request.",
    "NEWSROOM_REDIRECT_TO_HTTPS": "Send HTTP on to HTTPS (where the site's address is `https://`).",
    "NEWSROOM_CONTACT_URL": "Told to the servers of feeds, so that their people can reach you.",
    "NEWSROOM_CORRECTIONS_ADDRESS": "Where readers write who have found an error; printed on the page of corrections.",
    "NEWSROOM_OUTBOUND_ALLOW": "Private hosts (`host:port`) that outgoing requests may reach all the same.",
    "NEWSROOM_ITEMS_KEPT_DAYS": "For how many days reports are kept that were rejected, withdrawn or folded into another.",
    "NEWSROOM_FETCHES_KEPT_DAYS": "For how many days every poll is kept as it came, for replaying it.",
    "NEWSROOM_WEBSUB": "Let hubs push feeds to us: `on`, `off`, or `auto` (where the site's address is `https://`).",
    "NEWSROOM_WIRE_FOLDER": "The folder below which wires may leave files, a folder for each feed (`folder:name`).",
    "NEWSROOM_UNDO_SECONDS": "For how many seconds a moderator can take a decision back; its notices wait as long.",
    "NEWSROOM_GUEST_COMMENTS": "Let people without an account comment by a name and an address, which they confirm by a link.",
    "NEWSROOM_PROOF_OF_WORK": "Let browsers work for a second before a comment is shown: `auto` (while new accounts write faster than people do), `on` or `off`. Who brings no work is reviewed.",
    "NEWSROOM_SECOND_OPINION_PERCENT": "Of how many decisions in a hundred a second moderator is asked, blind; 0: of none.",
    "NEWSROOM_ARCHIVE_DAYS": "For how many days a text may stand whose owner says “no archive” and no number.",
    "NEWSROOM_REQUIRE_SECOND_FACTOR": "Staff need a second factor to enter the desk. Only the demo may do without.",
    "NEWSROOM_LOG_LEVEL": "How much is said.",
    "NEWSROOM_VAR": "Where the instance keeps its data and its record.",
    "NEWSROOM_DATA": "Where media and static files lie, if elsewhere.",
    "NEWSROOM_DEMO": "The demo: public passwords, this machine only.",
    "NEWSROOM_DEMO_WIRE_URL": "Where the demo's wire answers.",
    "NEWSROOM_DEBUG": "Django's pages for developers. Never on a public site.",
}


def rows() -> list[tuple[str, str, str, str]]:
    """Name, form, default, meaning; in the order of ``MEANINGS``. Raises LookupError for a variable without meaning."""
    asked = env.all_asked()
    if unknown := asked.keys() - MEANINGS.keys():
        raise LookupError(f"no meaning is written for {', '.join(sorted(unknown))}")
    return [
        (name, asked[name].form, DEPENDS.get(name) or asked[name].default or "none", meaning)
        for name, meaning in MEANINGS.items()
        if name in asked
    ]


def markdown() -> str:
    """The table."""
    lines = ["| variable | value | without it | what it is for |", "|---|---|---|---|"]
    lines += [f"| `{name}` | {form} | {default} | {meaning} |" for name, form, default, meaning in rows()]
    return "\n".join(lines) + "\n"
