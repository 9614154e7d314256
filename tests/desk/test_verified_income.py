"""Income as the station verified it before the public; at the desk the claim beside it (R45)."""

from datetime import timedelta

import pytest
from tests.conftest import schedule
from tests.support.desk import opinion, page

from applications.models import Item
from demo.walking import walk
from pages.models import ProductPage
from rules.periods import local_day
from workflow.invariants import violations
from workflow.models import Opinion

pytestmark = pytest.mark.django_db


def test_page_and_api_say_the_verified_income_and_the_desk_both(walked, signed_in, client, on_day):
    (item,) = walked("review")
    Item.objects.filter(pk=item.pk).update(average_income_fen=500_000)
    item.opinions.filter(step="endorse").update(
        verified_households=3, verified_persons=9, verified_income_fen=123_450
    )
    start = local_day(item.application.submitted_at)
    (item,) = walk([Item.objects.get(pk=item.pk)], schedule(start), until="list", since="notice")
    on_day(item.certificate.listed_on + timedelta(days=1))
    assert item.average_income_fen == 500_000, "the paper keeps the claim"
    assert item.certificate.version.average_income_fen == 123_450
    public = ProductPage.objects.get(certificate=item.certificate)
    html = client.get(public.url).content.decode()
    assert "1,234.50" in html
    assert "5,000" not in html
    product = client.get(f"/api/v1/products/{public.slug}").json()
    assert (product["households"], product["average_income_fen"]) == (3, 123_450)
    desk = signed_in("manager@fpb").get(page("application", item.application_id)).content.decode()
    assert "户均年增收1,234.50元" in desk
    assert "户均年增收5,000.00元" in desk
    assert violations() == []


def test_the_form_shows_the_claim_beside_what_the_station_writes_in_yuan(paper, signed_in, on_day):
    [item] = paper(1)
    Item.objects.filter(pk=item.pk).update(average_income_fen=500_000)
    item.refresh_from_db()
    on_day(local_day(item.application.submitted_at))
    browser = signed_in("station_officer@station-360702101")
    where = page("endorse", item.application_id)
    html = browser.get(where).content.decode()
    assert "申报：5,000.00元" in html
    assert f"申报：{item.households}户" in html
    visited = f"{local_day(item.application.submitted_at)}"
    typed = opinion(item, verified_income_fen="1234.5", visited_on=visited)
    assert browser.post(where, {**typed, "do": "sign"}).status_code == 302
    assert Opinion.objects.get(item=item).verified_income_fen == 123_450
