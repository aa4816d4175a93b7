"""Which addresses are public: as numbers, whatever is wrapped in them."""

import ipaddress

import pytest

from common.addresses import why_refused


def test_it_works() -> None:
    assert why_refused(ipaddress.ip_address("93.184.215.14")) == ""
    assert why_refused(ipaddress.ip_address("127.0.0.1")) == "loopback"


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("93.184.215.14", False),
        ("2606:2800:21f:cb07::1", False),
        ("64:ff9b::5db8:d70e", False),
        ("127.0.0.1", True),
        ("10.0.0.1", True),
        ("172.16.0.1", True),
        ("192.168.0.1", True),
        ("169.254.169.254", True),
        ("100.100.100.200", True),
        ("168.63.129.16", True),
        ("0.0.0.0", True),  # noqa: S104
        ("255.255.255.255", True),
        ("224.0.0.1", True),
        ("198.18.0.1", True),
        ("::", True),
        ("::1", True),
        ("::ffff:192.168.0.1", True),
        ("64:ff9b::7f00:1", True),
        ("2002:7f00:1::", True),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", True),
        ("fe80::1", True),
        ("fec0::1", True),
        ("fd00:ec2::254", True),
        ("ff02::1", True),
        ("2001:db8::1", True),
        ("2002:5db8:d70e::", True),
        ("64:ff9b:1::5db8:d70e", True),
        ("64:ff9b::a00:1", True),
        ("::127.0.0.1", True),
        ("::5db8:d70e", True),
        ("2606:2800:21f:cb07::1%eth0", True),
        ("fe80::1%1", True),
        ("2606:2800::5efe:a00:1", True),
        ("192.0.0.170", True),
        ("192.88.99.1", True),
        ("240.0.0.1", True),
        ("239.255.255.250", True),
        ("5f00::1", True),
        ("100::1", True),
    ],
)
def test_addresses(address: str, refused: bool) -> None:
    assert bool(why_refused(ipaddress.ip_address(address))) is refused
