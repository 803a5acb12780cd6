"""Digests that tell equal readings and near-equal texts: exact ones by blake2b, near ones by simhash."""

from __future__ import annotations

import json
from array import array
from hashlib import blake2b
from typing import Any
from zlib import crc32

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, allow_nan=False).encode
_LANES = 64  # bits of a simhash
_MASK = (1 << _LANES) - 1
_WORDS = 512  # words looked at: what follows tells near copies apart no better and would double the cost
_MIX = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)  # the 32-bit primes of xxHash


def digest_text(text: str) -> bytes:
    """Return the 16-byte blake2b of ``text``."""
    return blake2b(text.encode(), digest_size=16).digest()


def digest_fields(fields: Any) -> bytes:
    """Return the 16-byte blake2b of plain data, whatever the order of its keys. Raises ValueError for lone surrogates and NaN."""
    return blake2b(_encode(fields).encode(), digest_size=16).digest()


def simhash(text: str) -> int:
    """Return the signed 64-bit simhash (Charikar 2002) over shingles of three words, or of three characters where words are not spaced.

    All shingles lie side by side in one large integer, 64 bits each, so that a few operations on it hash and count
    them all: hashing one by one would cost as much as storing the article.
    """
    words = text.encode().lower().split(maxsplit=_WORDS)[:_WORDS]
    if len(words) < _WORDS and len(words) * 24 < len(text):  # Chinese, Japanese, Thai: hardly a space
        words = [character.encode() for character in text[:_WORDS] if not character.isspace()]
    if not words:
        return 0
    hashes = array("Q", map(crc32, words))
    lanes = int.from_bytes(_little(hashes), "little")
    mixed = (lanes * _MIX[0]) ^ ((lanes >> 64) * _MIX[1]) ^ ((lanes >> 128) * _MIX[2])
    shingles = max(1, len(words) - 2)
    value = _majority(mixed & ((1 << _LANES * shingles) - 1), shingles)
    return value - (1 << 64) if value >> 63 else value


def _little(hashes: array[int]) -> bytes:
    if array("H", [1]).tobytes()[0] != 1:
        hashes.byteswap()
    return hashes.tobytes()


def _majority(lanes: int, count: int) -> int:
    """Return 64 bits, each set when it is set in more than half of the ``count`` numbers that lie side by side in ``lanes``.

    The counters are bit planes: plane ``k`` holds bit ``k`` of each lane's count; halves are added until one lane is left.
    """
    planes = [lanes]
    width = 1 << (count - 1).bit_length()
    while width > 1:
        width //= 2
        mask = (1 << _LANES * width) - 1
        carry, added = 0, []
        for plane in planes:
            low, high = plane & mask, plane >> _LANES * width
            added.append(low ^ high ^ carry)
            carry = (low & high) | (carry & (low ^ high))
        planes = [*added, carry]
    above, equal = 0, _MASK
    for k in range(len(planes) - 1, -1, -1):
        if count // 2 >> k & 1:
            equal &= planes[k]
        else:
            above |= equal & planes[k]
            equal &= ~planes[k]
    return above & _MASK
