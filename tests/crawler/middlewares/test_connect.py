from types import SimpleNamespace

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.middlewares.connect import GuardedResolver
from crawler.scope import AddressGuard


class Names:
    """A resolver whose names change their addresses between two answers."""

    def __init__(self, **answers):
        self.answers = {name.replace("_", "."): list(values) for name, values in answers.items()}
        self.asked = []

    def resolveHostName(self, receiver, name, port, types, semantics):  # noqa: N802
        self.asked.append(name)
        values = self.answers.get(name, [[]])
        receiver.resolutionBegan(None)
        for address in values.pop(0) if len(values) > 1 else values[0]:
            receiver.addressResolved((IPv6Address if ":" in address else IPv4Address)("TCP", address, 0))
        receiver.resolutionComplete()


class Receiver:
    def __init__(self):
        self.addresses = []
        self.complete = False

    def resolutionBegan(self, resolution):  # noqa: N802
        pass

    def addressResolved(self, address):  # noqa: N802
        self.addresses.append((address.host, address.port))

    def resolutionComplete(self):  # noqa: N802
        self.complete = True


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def resolver(allowed=(), **answers):
    clock = Clock()
    names = Names(**answers)
    return GuardedResolver(SimpleNamespace(nameResolver=names), AddressGuard.parse(allowed), clock), names, clock


def ask(it, name, port=80):
    receiver = Receiver()
    it.resolveHostName(receiver, name, port)
    assert receiver.complete
    return receiver.addresses


def test_public_addresses_of_both_families_pass_with_the_port_asked_for():
    it, _, _ = resolver(a_test=[["1.1.1.1", "2606:4700::1111"]])
    assert ask(it, "a.test", 8080) == [("1.1.1.1", 8080), ("2606:4700::1111", 8080)]


def test_private_addresses_are_left_out_and_noted():
    it, _, _ = resolver(a_test=[["10.0.0.1"]], mixed_test=[["10.0.0.1", "1.1.1.1"]])
    assert ask(it, "a.test") == []
    assert it.refused[("a.test", 80)] == "10.0.0.1"
    assert ask(it, "mixed.test") == [("1.1.1.1", 80)]


def test_a_name_that_turns_private_between_two_answers_is_refused():
    it, _, clock = resolver(a_test=[["1.1.1.1"], ["127.0.0.1"]])
    assert ask(it, "a.test")
    clock.now += 61
    assert ask(it, "a.test") == []


def test_answers_are_kept_by_name_and_checked_for_each_port():
    it, names, _ = resolver(["10.0.0.1:8000"], a_test=[["10.0.0.1"]])
    assert ask(it, "a.test", 8000) == [("10.0.0.1", 8000)]
    assert ask(it, "a.test", 8001) == []
    assert names.asked == ["a.test"]


@pytest.mark.parametrize("name", ["127.0.0.1", "::1", "169.254.169.254"])
def test_literals_are_checked_without_a_look_up(name):
    it, names, _ = resolver()
    assert ask(it, name) == []
    assert not names.asked


def test_a_spelling_that_only_the_system_understands_is_checked_after_the_look_up():
    it, _, _ = resolver(**{"2130706433": [["127.0.0.1"]]})
    assert ask(it, "2130706433") == []


def test_a_name_without_addresses_is_not_noted_as_refused():
    it, _, _ = resolver()
    assert ask(it, "nowhere.test") == []
    assert not it.refused
