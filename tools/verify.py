#!/usr/bin/env python3
"""Check, without this site and without the network, that a comment and what was decided on it are in its log.

    python3 verify.py preuve.json --head HEAD --key "FINGERPRINT"

`preuve.json` comes from the private page of a comment. The head of a day and the key's fingerprint should come from
elsewhere: a mail, a feed reader, somebody else's notes. Needs Python 3.9 and nothing else. Reads one file, sends
nothing. Exits with 0 if all holds, 1 if something does not, 2 if the file cannot be read.
"""

import argparse
import hashlib
import json
import sys

LINK, DAY = "portal log link\n", "portal log day\n"

# Ed25519 (RFC 8032): the curve -x² + y² = 1 + d·x²·y² over the integers modulo P.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def decoded(octets):
    """Return the point of 32 octets as (X, Y, Z, T), or None if there is none."""
    number = int.from_bytes(octets, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * SQRT_OF_MINUS_1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x % 2 != sign else x
    return x, y, 1, x * y % P


def added(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiplied(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = added(total, point)
        point, number = added(point, point), number >> 1
    return total


def is_same(p, q):
    return not (p[0] * q[2] - q[0] * p[2]) % P and not (p[1] * q[2] - q[1] * p[2]) % P


BASE = decoded((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public, message, signature):
    """Return whether a signature, in hexadecimal, is that of the key over the message."""
    try:
        key, octets = bytes.fromhex(public), bytes.fromhex(signature)
    except ValueError:
        return False
    if len(key) != 32 or len(octets) != 64:
        return False
    point, start = decoded(key), decoded(octets[:32])
    number = int.from_bytes(octets[32:], "little")
    if point is None or start is None or number >= ORDER:
        return False
    hashed = hashlib.sha512(octets[:32] + key + message.encode()).digest()
    factor = int.from_bytes(hashed, "little") % ORDER
    return is_same(multiplied(number, BASE), added(start, multiplied(factor, point)))


def digest(words):
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def canonical(record):
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def root_from(leaf, index, count, beside):
    """Return the root to which a link and its path lead (RFC 6962, RFC 9162 2.1.3.2)."""
    node, last = hashlib.sha256(b"\0" + bytes.fromhex(leaf)).digest(), count - 1
    for words in beside:
        other = bytes.fromhex(words)
        if index % 2 or index == last:
            node = hashlib.sha256(b"\1" + other + node).digest()
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            node = hashlib.sha256(b"\1" + node + other).digest()
        index, last = index // 2, last // 2
    return node.hex() if last == 0 else ""


def faults_of_a_link(link, texts, days):
    record = json.loads(link["record"])
    found = digest(link["record"])
    if link.get("subject"):
        if digest(link["subject"]) != record["subject_digest"]:
            yield "tells of something else than the row it vouches for"
        subject = json.loads(link["subject"])
        sealed = texts.get(subject.get("id")) if "seal" in subject else None
        if sealed and digest(canonical(sealed)) != subject["seal"]:
            yield "vouches for another text than this one"
    if not is_signed(link["key"], LINK + found, link["signature"]):
        yield "is not signed by the key it names"
    if link["day"]:
        day = days[link["day"]]
        place, count = record["sequence"] - day["first"], day["last"] - day["first"] + 1
        if root_from(found, place, count, link["path"]) != day["root"]:
            yield "is not among the links of the day whose root was published"


def faults_of_a_day(day):
    words = " ".join(str(day[name]) for name in ("day", "first", "last", "head", "root"))
    if not is_signed(day["key"], DAY + words, day["signature"]):
        yield "is not signed by the key it names"


def told(record):
    """Return a link in a few words."""
    return f"link {record['sequence']}, {record['at']}, {record['kind']}, then {record['state']}"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", help="the proof, from the private page of a comment")
    parser.add_argument("--head", action="append", default=[], help="a head or root that you kept")
    parser.add_argument("--key", default="", help="the fingerprint that you know")
    options = parser.parse_args()
    try:
        with open(options.file, encoding="utf-8") as file:
            proof = json.load(file)
        texts = {each["revision"]: each["sealed"] for each in proof["texts"]}
        days = {day["day"]: day for day in proof["days"]}
        broken = list(findings(proof, texts, days, options))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(
            f"This file is no proof of this kind: {type(error).__name__} {error}", file=sys.stderr
        )
        return 2
    for fault in broken:
        print(f"BROKEN {fault}")
    if not broken:
        print("All holds.")
    return 1 if broken else 0


def findings(proof, texts, days, options):
    for link in proof["links"]:
        record = json.loads(link["record"])
        faults = list(faults_of_a_link(link, texts, days))
        where = f"day {link['day']}" if link["day"] else "no day closed yet: ask again tomorrow"
        print(f"{'BROKEN' if faults else 'ok    '} {told(record)} ({where})")
        if link.get("subject"):
            subject = json.loads(link["subject"])
            for name in ("kind", "reasons", "facts"):
                if subject.get(name):
                    print(f"       {name}: {subject[name]}")
        yield from (f"{told(record)}: {fault}" for fault in faults)
    for day in days.values():
        faults = list(faults_of_a_day(day))
        print(f"{'BROKEN' if faults else 'ok    '} day {day['day']}, head {day['head']}")
        yield from (f"day {day['day']}: {fault}" for fault in faults)
    known = {day[name] for day in days.values() for name in ("head", "root")}
    for head in options.head:
        if head.strip().lower() not in known:
            yield f"the head {head} that you kept is not of these days: take the one of such a day"
    wanted = "".join(options.key.split()).lower()
    keys = {link["key"] for link in proof["links"]} | {day["key"] for day in days.values()}
    if wanted and not all(key.startswith(wanted) for key in keys):
        yield "another key than the one you know signed this"


if __name__ == "__main__":
    sys.exit(main())
