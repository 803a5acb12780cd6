"""The table of exit codes speaks of every error there is."""

from __future__ import annotations

import errno
import inspect
from importlib import import_module

import pytest

from console.exits import MEANING, OF_ERROR, PRECEDENCE, Exit, exit_of


@pytest.mark.parametrize("name", OF_ERROR)
def test_every_class_in_the_table_exists(name):
    module, _, cls = name.rpartition(".")
    assert issubclass(getattr(import_module(module), cls), Exception)


@pytest.mark.parametrize("module", ["crawler.errors", "storage.errors"])
def test_every_error_of_ours_has_a_code(module):
    loaded = import_module(module)
    errors = [cls for _, cls in inspect.getmembers(loaded, inspect.isclass) if issubclass(cls, Exception) and cls.__module__ == module]
    assert errors
    for cls in errors:
        assert any(f"{parent.__module__}.{parent.__qualname__}" in OF_ERROR for parent in cls.__mro__), cls


def test_codes_run_from_0_to_10_each_with_a_meaning_and_a_place_in_the_order():
    assert sorted(Exit) == list(range(11))
    assert set(MEANING) == set(PRECEDENCE) == set(Exit)
    assert len(PRECEDENCE) == len(Exit)


def test_the_first_that_applies_is_told_in_the_documented_order():
    assert [int(code) for code in PRECEDENCE] == [1, 2, 3, 4, 5, 8, 6, 10, 7, 9, 0]


def test_an_unknown_error_is_a_fault_of_ours_and_a_full_disk_is_told():
    assert exit_of(ValueError("?")) == Exit.FAULT
    assert exit_of(OSError(errno.ENOSPC, "no space")) == Exit.DISK_FULL
    assert exit_of(KeyboardInterrupt()) == Exit.INTERRUPTED
