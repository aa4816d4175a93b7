"""Why a request did not bring an answer: a small tree; ``str()`` of each is a sentence fit for an editor.

Each has a ``code`` and ``params``, so that it can be kept and told in another language later.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from django.utils.translation import gettext_noop

WORDS: Mapping[str, str] = {
    # refused: we do not speak to this address
    "no-web-address": gettext_noop("This is not a web address: %(address)s"),
    "address-too-long": gettext_noop("The address is longer than any address should be."),
    "bad-redirect": gettext_noop("The server points to something that is not a web address: %(address)s"),
    "other-protocol": gettext_noop("Only http and https are fetched, not “%(scheme)s”."),
    "no-host-named": gettext_noop("The address names no host."),
    "zone": gettext_noop("The address names a network of one machine alone; such addresses are not fetched."),
    "sign-in-in-address": gettext_noop(
        "The address holds a name or password; such addresses are not fetched."
    ),
    "port": gettext_noop("Port %(port)s is not one for the web (%(allowed)s are); an operator can allow it."),
    "loopback": gettext_noop("%(place)s is this machine itself; only the public web is fetched."),
    "link-local": gettext_noop(
        "%(place)s is a link-local address (cloud metadata lives there); only the public web is fetched."
    ),
    "unspecified": gettext_noop("%(place)s is no address at all; only the public web is fetched."),
    "multicast": gettext_noop("%(place)s is a multicast address; only the public web is fetched."),
    "cloud": gettext_noop("%(place)s is a cloud's service address; only the public web is fetched."),
    "private": gettext_noop("%(place)s is a private address; only the public web is fetched."),
    "reserved": gettext_noop("%(place)s is a reserved address; only the public web is fetched."),
    "unix-socket": gettext_noop("Only the public web is fetched."),
    # bounds
    "too-large": gettext_noop("The answer is larger than %(megabytes)s MB and was not read to its end."),
    "bomb": gettext_noop(
        "The answer is packed so that it grows more than %(times)s times; no text does that, and it was not read to its end."
    ),
    "too-slow": gettext_noop("The server did not answer completely within %(seconds)s seconds."),
    "silent": gettext_noop("The server said nothing for %(seconds)s seconds."),
    "redirects": gettext_noop("The server redirected more than %(limit)s times; probably in a circle."),
    # unreachable
    "no-such-host": gettext_noop("There is no host named %(host)s."),
    "no-connection": gettext_noop("%(host)s does not accept connections (%(why)s)."),
    "broken": gettext_noop("The connection failed (%(why)s)."),
    "no-http": gettext_noop("The server does not speak HTTP properly (%(why)s)."),
    "long-headers": gettext_noop("The server does not speak HTTP properly: its headers do not end."),
    "damaged-packing": gettext_noop("The answer is packed and cannot be unpacked: it is damaged."),
    "unknown-packing": gettext_noop("The answer is packed in a way that was not asked for (%(packing)s)."),
    "certificate-expired": gettext_noop("The server's certificate has run out."),
    "certificate-unknown": gettext_noop(
        "The server's certificate was issued by nobody that is trusted (%(why)s)."
    ),
    "certificate-host": gettext_noop("The server's certificate is for another host (%(why)s)."),
    "tls": gettext_noop("The server's certificate or encryption is not in order (%(why)s)."),
}


class OutboundError(Exception):
    """No answer that could be used. ``code`` is one of ``WORDS``."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(WORDS[code] % params)
        self.code, self.params = code, params
        self.evidence = ""

    def having_seen(self, heads: Sequence[str]) -> Self:
        """With what servers said on the way; ``evidence`` holds the last of it."""
        self.evidence = "; ".join(heads[-3:])
        return self


class Refused(OutboundError):
    """We do not speak to this address: a private network, another protocol, another port."""


class TooLarge(OutboundError):
    """The answer passed the limit and was cut off."""

    def __init__(self, limit: int) -> None:
        super().__init__("too-large", megabytes=limit // (1024 * 1024))


class Bomb(OutboundError):
    """The answer was packed to swell: it was cut off before it could."""

    def __init__(self, times: int) -> None:
        super().__init__("bomb", times=times)


class TooSlow(OutboundError):
    """The server took longer than a server may."""

    def __init__(self, seconds: float, code: str = "too-slow") -> None:
        super().__init__(code, seconds=f"{seconds:g}")


class TooManyRedirects(OutboundError):
    """Redirect after redirect."""

    def __init__(self, limit: int) -> None:
        super().__init__("redirects", limit=limit)


class Unreachable(OutboundError):
    """No such host, nobody listening, a broken connection or certificate, or an answer that is no HTTP."""
