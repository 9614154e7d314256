"""One caller has one address, however a proxy writes it down."""

import pytest
from django.test import RequestFactory

from registry.callers import address_of, network_of


def caller(forwarded=None, direct="10.0.0.1"):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return address_of(RequestFactory(REMOTE_ADDR=direct).get("/", **headers))


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("1.2.3.4:5678", "1.2.3.4"),
        (" 9.9.9.9 ,  1.2.3.4:1 ", "1.2.3.4"),
        ("1.2.3.4, ", "1.2.3.4"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("[2001:DB8:0:0::1]", "2001:db8::1"),
        ('"[2001:db8::1]:443"', "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("[::ffff:1.2.3.4]:80", "1.2.3.4"),
    ],
)
def test_a_port_or_another_spelling_makes_no_other_caller(settings, forwarded, address):
    settings.TRUSTED_PROXIES = 1
    assert caller(forwarded) == address


@pytest.mark.parametrize("nonsense", ["unknown", "_hidden", "", ",", "1.2.3.4.5", "evil\0"])
def test_what_is_no_address_is_taken_for_none(settings, nonsense):
    """A database with a type of its own for addresses would refuse the row."""
    settings.TRUSTED_PROXIES = 1
    assert caller(nonsense) == "10.0.0.1"
    assert caller(nonsense, direct="") == ""
    assert address_of(None) == ""


def test_a_server_that_writes_the_port_itself_is_read_the_same_way(settings):
    assert caller(direct="1.2.3.4:5678") == "1.2.3.4"
    assert caller(direct="[2001:db8::1]:443") == "2001:db8::1"


def test_what_a_client_writes_into_the_header_is_not_believed(settings):
    settings.TRUSTED_PROXIES = 1
    assert caller("6.6.6.6, 1.2.3.4:99") == "1.2.3.4"
    settings.TRUSTED_PROXIES = 2
    assert caller("6.6.6.6, 1.2.3.4:99, 10.0.0.7:3") == "1.2.3.4"
    settings.TRUSTED_PROXIES = 0
    assert caller("6.6.6.6") == "10.0.0.1"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::"),
        ("2001:db8::1", "2001:db8::"),
        ("2001:db8:0:0:ffff::", "2001:db8::"),
        ("2001:db8:0:1::1", "2001:db8:0:1::"),
        ("", ""),
    ],
)
def test_all_addresses_of_one_household_are_counted_together(address, place):
    assert network_of(address) == place
