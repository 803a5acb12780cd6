import pytest

from crawler.errors import SettingsError
from crawler.scope import AddressGuard, Scope, is_public, origins_of


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.1.1", "0.0.0.0", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1", "198.51.100.7", "no address", "",
    ],
)  # fmt: skip
def test_an_address_of_the_own_network_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"])
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8902/x", "http://2130706433:8902/", "http://0x7f.1:8902/", "http://0177.0.0.1:8902/", "http://[::ffff:127.0.0.1]:8902/",
        "http://[::1]:8902/", "http://localhost:8902/", "http://db.internal/", "http://127.1/", "https://169.254.169.254/latest/meta-data/",
    ],
)  # fmt: skip
def test_every_spelling_of_a_local_address_is_refused_without_a_look_up(url):
    assert AddressGuard.parse(["127.0.0.1:8901"]).refuses_url(url)


def test_an_allowed_place_is_lifted_for_its_port_alone():
    guard = AddressGuard.parse(["127.0.0.1:8901", "[::1]:8080", "demo.test:9000"])
    assert not guard.refuses_url("http://127.0.0.1:8901/")
    assert not guard.refuses_url("http://2130706433:8901/")
    assert guard.refuses_url("http://127.0.0.1:8902/")
    assert not guard.refuses("::1", 8080)
    assert guard.refuses("::1", 8081)
    assert not guard.refuses("10.0.0.9", 9000, "demo.test")
    assert guard.refuses("10.0.0.9", 9001, "demo.test")
    assert guard.refuses("10.0.0.9", 9000, "other.test")
    assert not guard.refuses("1.1.1.1", 443, "other.test")


@pytest.mark.parametrize("place", ["127.0.0.1", "127.0.0.1:0", "127.0.0.1:99999", "::1:80", "http://x:1", "", "a b:1", "[zz]:80"])
def test_an_allowed_place_names_one_host_and_port(place):
    with pytest.raises(SettingsError):
        AddressGuard.parse([place])


def test_scope_is_the_origins_of_the_targets():
    scope = Scope(origins_of(["http://127.0.0.1:8901/a", "http://www.example.org/"]))
    assert not scope.refuses("http://127.0.0.1:8901/b?c")
    assert scope.refuses("http://127.0.0.1:8902/")
    assert scope.refuses("http://localhost:8901/")
    assert not scope.refuses("https://example.org/x")
    assert scope.refuses("https://blog.example.org/x")
    assert scope.refuses("file:///etc/passwd")
