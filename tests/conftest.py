"""What all tests share."""

from __future__ import annotations


def pytest_make_parametrize_id(config, val, argname):
    """Name bodies of bytes by their argument: gzip carries the time of day and random bytes differ, so that two workers would collect other tests."""
    if isinstance(val, bytes) and (len(val) > 30 or not val.isascii() or b"\x1f\x8b" in val):
        return argname
    return None
