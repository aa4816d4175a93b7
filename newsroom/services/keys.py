"""What the servers of an instance have in common with their clients: passwords and ports, in one file of mode 0600."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from newsroom.services.processes import choose_port
from newsroom.services.trouble import Trouble


@dataclass
class Keys:
    """Passwords stay for the life of the data; a port changes when somebody else has taken it."""

    admin_password: str
    owner_password: str
    app_password: str
    valkey_password: str
    secret_key: str
    postgres_port: int
    valkey_port: int


def write_private(file: Path, text: str) -> None:
    """Replace a file so that it is whole after any crash and readable by its owner alone."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)


def _file(data: Path) -> Path:
    return data / "keys.json"


def secret_key_file(data: Path) -> Path:
    """The file that settings read the signing key from."""
    return data / "secret_key"


def save(data: Path, keys: Keys) -> None:
    """Keep the keys beside the data that they open."""
    write_private(_file(data), json.dumps(asdict(keys), indent=2) + "\n")
    if not secret_key_file(data).exists():
        write_private(secret_key_file(data), keys.secret_key + "\n")


def load(data: Path) -> Keys | None:
    """The keys of this data folder, or None where no server ever ran; raises ``Trouble`` when they are unreadable."""
    try:
        return Keys(**json.loads(_file(data).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except PermissionError:
        raise Trouble(
            f"{_file(data)} belongs to another user: start as that user, or set NEWSROOM_VAR."
        ) from None
    except (ValueError, TypeError):
        raise Trouble(
            f"{_file(data)} is damaged: restore it from a backup, or remove {data} to begin anew."
        ) from None


def load_or_make(data: Path) -> Keys:
    """The keys of this data folder, made at random the first time."""
    keys = load(data)
    if keys is None:
        postgres_port = choose_port()
        keys = Keys(
            admin_password=secrets.token_urlsafe(24),
            owner_password=secrets.token_urlsafe(24),
            app_password=secrets.token_urlsafe(24),
            valkey_password=secrets.token_urlsafe(24),
            secret_key=secrets.token_urlsafe(50),
            postgres_port=postgres_port,
            valkey_port=choose_port({postgres_port}),
        )
        save(data, keys)
    return keys
