"""A removed product leaves the shelves of a venue once the venue has confirmed (R09)."""

from datetime import date

import pytest
from django.urls import reverse
from tests.support.listed import listed

from catalog import services as catalog
from catalog.models import Certificate
from demo.acts import holder
from demo.timetables import moment
from ledger.ledgers import LEDGERS
from ledger.models import VenueNotice
from ledger.services import entries, venues
from registry.models import Organisation

pytestmark = pytest.mark.django_db
WORDS = {"by": None, "because": "虚构", "basis_doc_no": "省测扶办字〔2020〕88号"}


def venue_with(entry):
    by, at = holder("unit_reporter@swj"), moment(date(2020, 6, 3))
    made = entries.record_entry(
        LEDGERS["venues"],
        Organisation.objects.get(code="swj"),
        by=by,
        at=at,
        number="GUI-01",
        kind="counter",
        name="示例专柜",
        address="示例路1号",
        operator="示例商超（虚构）",
        opened_on=date(2020, 6, 1),
    )
    venues.put_on_shelf(made, entry, by=by, at=at)
    return made


def test_suspension_and_removal_are_each_told_and_only_the_removed_product_goes(
    office, on_day, signed_in
):
    entry = listed(1)
    venue = venue_with(entry)
    catalog.suspend(entry, at=moment(date(2020, 6, 8)), reason="illegal_act", **WORDS)
    venues.tell_venues(moment(date(2020, 6, 8), 12))
    removed = Certificate.objects.get(pk=entry.pk)
    catalog.remove(removed, at=moment(date(2020, 6, 18)), reason="illegal_act", **WORDS)
    venues.tell_venues(moment(date(2020, 6, 18), 12))
    on_day(date(2020, 6, 19))
    browser = signed_in("unit_reporter@swj")
    landing = browser.get(reverse("desk:unit_work")).content.decode()
    assert landing.count("示例专柜：") == 2
    confirm = reverse("desk:entry_act", args=["venues", venue.pk, "confirm"])
    for notice in VenueNotice.objects.order_by("pk"):
        on_shelf = venue.shelf.filter(taken_off_on=None).exists()
        assert on_shelf
        confirmation = {"confirm-notice": notice.pk, "confirm-measures": "已下架，封存12袋"}
        browser.post(confirm, confirmation)
    assert not venue.shelf.filter(taken_off_on=None).exists()
    assert "示例专柜：" not in browser.get(reverse("desk:unit_work")).content.decode()
