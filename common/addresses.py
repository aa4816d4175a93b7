"""Which addresses of the network the house may speak to: the public ones, checked as numbers, never as text."""

import ipaddress
from collections.abc import Iterator

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Public by number, yet a cloud's own service desk (Azure's wire server).
CLOUD_SERVICES = {ipaddress.ip_address("168.63.129.16")}
REFUSED_IPV4 = [
    ipaddress.ip_network("100.64.0.0/10"),  # carrier-grade NAT (RFC 6598); one cloud's metadata lives here
    ipaddress.ip_network("192.88.99.0/24"),  # 6to4 relays (RFC 7526)
    ipaddress.ip_network("192.0.0.0/24"),  # protocol assignments (RFC 6890)
]
GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")  # all that is assigned as global unicast
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
REFUSED_IPV6 = [
    ipaddress.ip_network("2001::/23"),  # protocol assignments: Teredo, ORCHID, benchmarking
    ipaddress.ip_network("2001:db8::/32"),  # documentation
    ipaddress.ip_network("3fff::/20"),  # documentation (RFC 9637)
]
ISATAP_MARKS = {0x00005EFE, 0x02005EFE}  # RFC 5214: ...:0:5efe:<IPv4>


def _embedded(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that a gateway would take out of this one and speak to."""
    number = int(address)
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in NAT64 or ((number >> 32) & 0xFFFFFFFF) in ISATAP_MARKS:
        yield ipaddress.IPv4Address(number & 0xFFFFFFFF)


def why_refused(address: IPAddress) -> str:
    """Why the house does not speak to this address, as a code of ``outbound_errors.WORDS``; empty if it may."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            return "link-local"
        for inner in _embedded(address):
            if reason := why_refused(inner):
                return reason
    if address.is_loopback:
        return "loopback"
    if address.is_link_local:
        return "link-local"
    if address.is_unspecified:
        return "unspecified"
    if address.is_multicast:
        return "multicast"
    if address in CLOUD_SERVICES:
        return "cloud"
    if isinstance(address, ipaddress.IPv4Address):
        if address.is_private or any(address in network for network in REFUSED_IPV4):
            return "private"
        return "" if address.is_global and not address.is_reserved else "reserved"
    if address in NAT64:
        return ""
    if address.is_private or address.is_site_local:
        return "private"
    if address not in GLOBAL_IPV6 or any(address in network for network in REFUSED_IPV6):
        return "reserved"
    return "" if address.is_global else "reserved"
