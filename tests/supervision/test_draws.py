"""The list first, then the seed: a draw nobody can steer and everybody can repeat."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.standing import stands

from demo.acts import holder
from rules.draws import draw
from rules.refusal import Refused
from supervision.drawing import fix, holds_true, take
from supervision.models import InspectionDraw

pytestmark = pytest.mark.django_db
SOURCE = "2020年7月2日福利彩票双色球开奖号码"


@pytest.fixture
@stands
def listed(walked):
    return walked("list", products=3)


@pytest.fixture
def officer(office):
    return holder("complaint_officer@fpb")


@pytest.fixture
def fixed(listed, officer, noon):
    return fix(title="夏季抽查", seed_source=SOURCE, count=2, by=officer, at=noon(date(2020, 7, 1)))


def test_the_list_is_what_is_in_force_and_the_result_follows_from_the_seed(fixed, officer, noon):
    assert fixed.number == "CC-2020-001"
    assert len(fixed.population) == 3
    taken = take(fixed, seed=" 03 11 17 ", by=officer, at=noon(date(2020, 7, 2)))
    assert taken.chosen == draw("03 11 17", fixed.population, 2)
    assert holds_true(taken)


def test_nobody_draws_twice(fixed, officer, noon):
    take(fixed, seed="1", by=officer, at=noon(date(2020, 7, 2)))
    with pytest.raises(Refused, match="不能重抽"):
        take(fixed, seed="2", by=officer, at=noon(date(2020, 7, 2)))


def test_a_changed_result_is_noticed(fixed, officer, noon):
    taken = take(fixed, seed="1", by=officer, at=noon(date(2020, 7, 2)))
    InspectionDraw.objects.filter(pk=taken.pk).update(chosen=taken.chosen[:1])
    assert not holds_true(InspectionDraw.objects.get())


def test_every_reason_against_a_list_is_told(office, officer, noon):
    with pytest.raises(Refused) as refusal:
        fix(title="", seed_source=" ", count=1, by=officer, at=noon(date(2020, 7, 1)))
    assert set(refusal.value.fields) == {"title", "seed_source", "count"}


def test_officer_fixes_and_draws_and_the_public_reads_both(listed, officer, time_travel):
    time_travel(date(2020, 7, 1))
    desk, public = Client(), Client()
    desk.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    bad = desk.post(reverse("desk:draws"), {"title": "抽查", "seed_source": SOURCE, "count": 99})
    assert bad.status_code == 422
    assert "有效条目数3" in bad.content.decode()
    desk.post(reverse("desk:draws"), {"title": "抽查", "seed_source": SOURCE, "count": 1})
    fixed = InspectionDraw.objects.get()
    page = reverse("public:draw", args=[fixed.number])
    assert "等待种子产生" in public.get(page).content.decode()
    desk.post(reverse("desk:draw", args=[fixed.pk]), {"seed": "03 11 17"})
    shown = public.get(page).content.decode()
    assert InspectionDraw.objects.get().chosen[0] in shown
    assert "03 11 17" in shown
    listed_draws = public.get(reverse("public:draws")).content.decode()
    assert page in listed_draws
    assert "抽中1个" in listed_draws
    assert reverse("public:draws") in public.get(reverse("public:site_map")).content.decode()
    assert public.get(reverse("public:draw", args=["CC-1999-001"])).status_code == 404
    assert fixed.number in desk.get(reverse("desk:draws")).content.decode()


def test_a_check_is_offered_to_plan_only_to_who_may_plan_it(fixed, officer, noon):
    take(fixed, seed="1", by=officer, at=noon(date(2020, 7, 2)))
    for person, is_offered in ((officer, True), (holder("agri_head@nyncj"), False)):
        desk = Client()
        desk.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        page = desk.get(reverse("desk:draw", args=[fixed.pk])).content.decode()
        assert fixed.number in page
        assert ("安排检查" in page) is is_offered
