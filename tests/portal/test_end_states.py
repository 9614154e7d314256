"""Every address of the portal with one's own things after they ended: a page or a reason."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.portal_world import PORTAL, TODAY, portal_address, world_around

from applications.models import Item
from applications.services import authorisations
from catalog import services as catalog
from catalog.models import Certificate, Product
from demo.acts import agent, holder, perform
from demo.timetables import moment
from registry import accounts
from registry.models import Invitation
from workflow.models import ChangeReport
from workflow.services import changes, submissions

BASIS = {"because": "查实", "reason": "complaint_upheld", "basis_doc_no": "赣测扶字〔2020〕1号"}


@pytest.fixture
def world(walked, clock):
    return {
        **world_around(walked("endorse", products=2, choice="return")[0], clock),
        "clock": clock,
    }


def item_of(world):
    return Item.objects.get(pk=world["item"])


def certificate_of(world):
    return Certificate.objects.get(pk=world["certificate"])


def withdrawn(world):
    for item in item_of(world).application.items.all():
        submissions.withdraw(item, by=world["owner"], at=TODAY, because="不再申请")


def terminated(world):
    manager = holder("manager@fpb")
    for item in item_of(world).application.items.all():
        submissions.terminate(item, by=manager, at=TODAY, because="申请单位已经注销")


def refused(world):
    # What the world listed is the same product, of which nobody may apply again for a while.
    Product.objects.filter(pk=certificate_of(world).product_id).update(identity="另一产品")
    for item in item_of(world).application.items.all():
        perform(item, "mend_for_station", at=TODAY)
        perform(Item.objects.get(pk=item.pk), "endorse", at=TODAY, choice="refuse")


def suspended(world):
    because = {"because": "线索核查", "reason": "quality_safety"}
    catalog.suspend(certificate_of(world), by=None, at=TODAY, **because)


def removed(world):
    catalog.remove(certificate_of(world), by=None, at=TODAY, **BASIS)


def left(world):
    catalog.leave(certificate_of(world), by=world["owner"], at=TODAY, because="停止生产")


def expired(world):
    later = moment(date(2021, 6, 1))
    world["clock"].move_to(later)
    catalog.expire(certificate_of(world), by=None, at=later)


def past_its_day(world):
    """No clock has run since its last day."""
    world["clock"].move_to(moment(date(2021, 6, 1)))


def change_closed(world):
    change = ChangeReport.objects.get(pk=world["change"])
    clerk = holder("fpb_clerk@fpb")
    reason = "不属于应当报告的变更。"
    changes.register_change(change, is_accepted=False, reason=reason, by=clerk, at=TODAY)


def people_gone(world):
    who = {"by": world["owner"], "at": TODAY}
    authorisations.withdraw(world["letter_row"], **who)
    accounts.cancel_invitation(Invitation.objects.get(pk=world["invitation"]), **who)
    accounts.remove(world["agent"], **who)


ENDS = [withdrawn, terminated, refused, suspended, removed, left, expired, past_its_day]
ENDS += [change_closed, people_gone]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
@pytest.mark.walk
def test_no_address_breaks_on_what_has_ended(world, end):
    end(world)
    client = Client(raise_request_exception=False)
    client.force_login(world["owner"], "django.contrib.auth.backends.ModelBackend")
    places = {**world, "join:token": "00000000-0000-0000-0000-000000000000"}
    for act in (client.get, client.post):
        for name in sorted(set(PORTAL) - {"logout"}):
            answer = act(portal_address(name, places))
            assert answer.status_code < 500, (name, act.__name__)


@pytest.mark.parametrize(
    "end", [removed, left, expired, past_its_day], ids=lambda end: end.__name__
)
def test_an_entry_that_ended_says_why_no_change_is_reported(world, end):
    end(world)
    client = Client()
    user = agent(certificate_of(world).applicant_id)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("portal:new_change", args=[world["certificate"]]), follow=True)
    assert answer.redirect_chain == [
        (reverse("portal:certificate", args=[world["certificate"]]), 302)
    ]
    assert "不需要报告变更" in answer.content.decode()
