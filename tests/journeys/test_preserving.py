"""What somebody needs as evidence: entered at the paper, approved by another, told in the list."""

from datetime import date, timedelta

import pytest

from applications.models import Application
from demo.acts import holder
from demo.timetables import moment
from workflow.models import Preservation
from workflow.services.archives import file_application

from .people import officer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]


def fits(page):
    """Nothing of the page is wider than a telephone."""
    page.set_viewport_size({"width": 375, "height": 800})
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_paper_is_preserved_by_two_and_its_line_cannot_be_chosen(someone, clock, walked):
    (item,) = walked("endorse", choice="refuse")
    application = Application.objects.get(pk=item.application_id)
    filed_at = item.opinions.get().signed_at + timedelta(hours=1)
    file_application(application, retention="D10", by=holder("fpb_clerk@fpb"), at=filed_at)
    clock(moment(date(2031, 1, 6), 15))
    clerk = officer(someone(), "fpb_clerk@fpb")
    clerk.goto(f"/admin/desk/applications/{application.pk}/")
    clerk.get_by_role("link", name="提出保全").click()
    clerk.get_by_label("依据的文号").fill("示检调〔2031〕1号")
    clerk.get_by_label("理由").fill("检察机关调取，案件没有办结")
    assert fits(clerk)
    clerk.get_by_role("button", name="提出保全").click()
    clerk.get_by_text("待另一人批准").wait_for()
    head = officer(someone(), "manager@fpb")
    head.goto("/admin/desk/preservations/")
    assert fits(head)
    head.get_by_role("link", name=Preservation.objects.get().number).click()
    head.get_by_label("同意", exact=True).check()
    head.get_by_role("button", name="决定").click()
    head.get_by_text("保全中，没有期限").wait_for()
    assert fits(head)
    clerk.goto("/admin/desk/disposals/new/destruction/")
    assert clerk.get_by_text("示检调〔2031〕1号").is_visible()
    assert clerk.locator("main input[type=checkbox]:not([disabled])").count() == 0
    assert fits(clerk)
