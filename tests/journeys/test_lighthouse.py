"""Lighthouse as a slow phone: at least 95 of 100 in all four, on every kind of page."""

import pytest
from tests.support import slow_phone

from .public_world import found_site

pytestmark = [
    pytest.mark.lighthouse,
    pytest.mark.timeout(3600),
    pytest.mark.django_db(transaction=True),
]
LEAST = 95
#: What Lighthouse does not look at, because it answers with the status of what it says.
OTHERWISE = {"product-gone", "missing", "verify-unknown", "verify-slip", "verify-name"}


@pytest.fixture
def pages(office, walked, paper, clock, live_server, settings, client):
    """``{name: address}`` of every kind of page that answers 200."""
    settings.ALLOWED_HOSTS = ["*"]
    addresses, at = found_site(walked, paper)
    clock(at)
    statuses = {name: client.get(address).status_code for name, address in addresses.items()}
    assert {name for name, status in statuses.items() if status != 200} == OTHERWISE
    return {name: addresses[name] for name, status in statuses.items() if status == 200}


def test_every_kind_of_page_is_quick_and_plain_on_a_slow_phone(pages, live_server):
    asked = {f"{live_server.url}{address}": name for name, address in pages.items()}
    rows = {asked[key]: row for key, row in slow_phone.measure(asked, LEAST).items()}
    slow_phone.write_report(rows)
    assert rows.keys() == pages.keys()
    short = {name: row for name, row in rows.items() if slow_phone.falls_short(row, LEAST)}
    assert short == {}
