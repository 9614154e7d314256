"""委托代办 at the desk: what the form offers to whom."""

from datetime import timedelta

import pytest
from tests.support.desk import page

from demo.acts import holder
from registry.delegations import delegate
from registry.models import Organisation
from rules.periods import local_day

pytestmark = pytest.mark.django_db


def offered(client):
    fields = client.get(page("delegations")).context["form"].fields
    return {name: set(fields[name].queryset) for name in ("organisation", "absent", "deputy")}


def test_an_officer_names_a_deputy_for_nobody_else(office, signed_in):
    who = holder("fpb_reviewer@fpb")
    client = signed_in(who)
    choices = offered(client)
    assert choices["absent"] == {who}
    assert who not in choices["deputy"]
    form = client.get(page("delegations")).context["form"]
    assert form["organisation"].value() == Organisation.objects.get(code="fpb").pk


def test_a_head_names_deputies_for_the_whole_office_but_no_auditor(office, signed_in):
    choices = offered(signed_in("manager@fpb"))
    people = {holder("fpb_clerk@fpb"), holder("fpb_reviewer@fpb"), holder("manager@fpb")}
    assert people <= choices["absent"]
    assert holder("auditor@fpb") not in choices["absent"] | choices["deputy"]


def test_a_deputy_reads_whose_work_it_is(item, signed_in, on_day):
    at = item.turns.latest("arrived_at").arrived_at
    on_day(local_day(at), 15)
    clerk, reviewer = holder("fpb_clerk@fpb"), holder("fpb_reviewer@fpb")
    days = {"valid_from": local_day(at), "valid_until": local_day(at) + timedelta(days=3)}
    fpb = Organisation.objects.get(code="fpb")
    delegate(reviewer, clerk, fpb, because="出差", by=reviewer, at=at, **days)
    shown = signed_in(holder("fpb_clerk@fpb")).get(page("inbox"), {"tab": "queue"})
    assert f"代{reviewer}办理" in shown.content.decode()
    own = signed_in(holder("fpb_reviewer@fpb")).get(page("inbox"), {"tab": "queue"})
    assert "代示例" not in own.content.decode()
