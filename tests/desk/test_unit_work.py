"""Responsible units at the desk: who they are, whose work they see, where they land."""

import pytest
from django.urls import reverse

from demo.acts import holder
from desk.loading.offices import UNITS
from registry import units
from registry.models import Membership, Organisation

pytestmark = pytest.mark.django_db
PAGE = "/admin/desk/unit/"


def test_each_of_the_thirteen_units_has_a_reporter_and_a_head(office):
    holders = set(Membership.objects.values_list("role", "organisation__code"))
    missing = {(role, code) for role in ("unit_reporter", "unit_head") for code in UNITS} - holders
    assert (len(UNITS), missing) == (13, set())


def test_a_supervising_unit_sees_the_canteens_below_it_and_no_others(office):
    head = holder("unit_head@jtj")
    names = {unit.code for unit in units.in_sight(head)}
    assert names == {"jtj", "st-test-01", "ys-test-02"}
    assert [unit.code for unit in units.own(head)] == ["jtj"]
    assert not units.reported_by(head).exists()
    canteen = holder("unit_reporter@st-test-01")
    assert [unit.code for unit in units.reported_by(canteen)] == ["st-test-01"]
    assert units.in_sight(holder("fpb_clerk@fpb")).count() == 0


def test_a_unit_without_anything_to_do_lands_on_a_page_that_says_so(office, signed_in):
    page = signed_in("unit_reporter@zgh").get(PAGE)
    assert "目前没有待办理、应报未报或者退回的事项" in page.content.decode()
    home = signed_in("unit_reporter@zgh").get(reverse("wagtailadmin_home"))
    assert PAGE in home.content.decode()


def test_the_four_supervising_units_are_those_of_the_plan(office):
    canteens = Organisation.objects.filter(kind="canteen")
    assert {each.parent.code for each in canteens} == {"gxq", "gzj", "jtj", "wjw"}
