"""The keyed hashes by which readers are known; no IP address is stored. address_retention.py says how long."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.utils.crypto import salted_hmac


def known_as(request) -> dict[str, str]:
    """Return the three identities that count a reader, from narrow to wide.

    The widest, `prefix`, is a /24 of IPv4 or a /48 of IPv6.
    """
    address = client_address(request)
    try:
        ip = ip_address(address)
        if ip.version == 6 and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
            address = str(ip)
        prefix = str(ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))
        if ip.version == 6:  # a home has a /64 of its own
            address = str(ip_network(f"{ip}/64", strict=False))
    except ValueError:
        prefix = address
    browser = request.headers.get("User-Agent", "")
    return {"reader": f"{address}\x1f{browser}", "address": address, "prefix": prefix}


def client_address(request) -> str:
    """Return the reader's IP address, behind settings.PROXIES proxies. Never store it.

    Whoever asks without a proxy, on the machine itself, is known by the connection.
    """
    if settings.PROXIES and (told := request.headers.get("X-Forwarded-For", "").strip()):
        hops = told.split(",")
        if len(hops) >= settings.PROXIES:
            return hops[-settings.PROXIES].strip()
    return request.META.get("REMOTE_ADDR", "")


def sender_of(request) -> str:
    """Return a keyed hash of one reader, the same from day to day: for histories and sanctions.

    It is kept SENDER_DAYS at most; with a sanction that has a term, until that ends (address_retention.py).
    """
    return salted_hmac(
        "comments.sender", known_as(request)["reader"], algorithm="sha256"
    ).hexdigest()


def keyed_hash(request, purpose: str, *parts) -> str:
    """Return a keyed hash of the reader and of `parts`, which nobody else can recompute.

    It holds for one purpose and its parts (a day, a revision): it does not link a reader's other acts.
    """
    reader = known_as(request)["reader"]
    return salted_hmac(
        f"comments.{purpose}", "\x1f".join(map(str, (reader, *parts))), algorithm="sha256"
    ).hexdigest()
