"""Why a request did not bring an answer: a small tree; ``str()`` of each is a sentence fit for an editor."""


class OutboundError(Exception):
    """No answer that could be used."""


class Refused(OutboundError):
    """We do not speak to this address: a private network, another protocol, another port."""


class TooLarge(OutboundError):
    """The answer passed the limit and was cut off."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The answer is larger than {limit // (1024 * 1024)} MB and was not read to its end."
        )


class TooSlow(OutboundError):
    """The server took longer than a server may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The server did not answer completely within {seconds:g} seconds.")


class TooManyRedirects(OutboundError):
    """Redirect after redirect."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"The server redirected more than {limit} times; probably in a circle.")


class Unreachable(OutboundError):
    """No such host, nobody listening, a broken connection or certificate, or an answer that is no HTTP."""
