"""PURE: a tree of digests over the links of one day, as Certificate Transparency has it (RFC 6962, 2.1).

Its root vouches for all of them; a path of a few digests shows that one link is among them.
"""

import hashlib
from collections.abc import Sequence


def root(leaves: Sequence[str]) -> str:
    """Return the root over digests in hexadecimal, in hexadecimal; that of nothing if there are none."""
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    return _root([_leaf(digest) for digest in leaves]).hex()


def path(leaves: Sequence[str], index: int) -> list[str]:
    """Return the digests beside the way from a leaf to the root, from below, in hexadecimal."""
    return [node.hex() for node in _path([_leaf(digest) for digest in leaves], index)]


def root_from(leaf: str, index: int, count: int, beside: Sequence[str]) -> str:
    """Return the root to which a leaf, its place among `count` and its path lead."""
    node, last = _leaf(leaf), count - 1
    for digest in beside:
        other = bytes.fromhex(digest)
        if index % 2 or index == last:
            node = _node(other, node)
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            node = _node(node, other)
        index, last = index // 2, last // 2
    return node.hex()


def _leaf(digest):
    return hashlib.sha256(b"\0" + bytes.fromhex(digest)).digest()


def _node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def _root(nodes):
    if len(nodes) == 1:
        return nodes[0]
    split = _split(len(nodes))
    return _node(_root(nodes[:split]), _root(nodes[split:]))


def _path(nodes, index):
    if len(nodes) == 1:
        return []
    split = _split(len(nodes))
    if index < split:
        return [*_path(nodes[:split], index), _root(nodes[split:])]
    return [*_path(nodes[split:], index - split), _root(nodes[:split])]


def _split(count):
    """Return the largest power of two that is smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)
