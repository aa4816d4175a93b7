"""Signatures as Standard Webhooks has them: an HMAC over id, time and body, by a secret that only both ends know."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings

from notifications.models import Endpoint
from notifications.models.webhook import BOTH_SECRETS

PREFIX = "whsec_"


def new_salt() -> str:
    """What makes one endpoint's secret differ from another's."""
    return secrets.token_hex(24)


def secret_of(salt: str) -> str:
    """The secret as its receiver keeps it. Nobody reads it in the database: it takes the site's key as well."""
    key = hmac.new(settings.SECRET_KEY.encode(), b"notifications.webhooks:" + salt.encode(), hashlib.sha256)
    return PREFIX + base64.b64encode(key.digest()).decode()


def sign(secret: str, message_id: str, at: datetime, body: bytes) -> str:
    """One signature, with its version."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers_for(endpoint: Endpoint, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers. For a day after a new secret was made, the former one signs as well."""
    salts = [endpoint.salt]
    changed = endpoint.changed_secret_at
    if endpoint.former_salt and changed and at < changed + BOTH_SECRETS:
        salts.append(endpoint.former_salt)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(sign(secret_of(salt), message_id, at, body) for salt in salts),
    }
