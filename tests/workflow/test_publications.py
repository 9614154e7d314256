"""全国公布: what the platform announced, with its days and evidence; wrong ones taken back."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.support.listed import listed
from tests.support.stored import stored

from catalog.models import NationalPublication
from demo.timetables import moment
from records.models import AuditEvent
from rules.periods import SHANGHAI
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.services.publications import record_publication, withdraw_publication

pytestmark = pytest.mark.django_db
RECORDER = "upper_recorder@fpb"
WINDOW_ENDS = date(2020, 5, 15)
FIRST, TODAY = date(2020, 5, 16), date(2020, 6, 1)
AT = moment(TODAY)


@pytest.fixture
def entry(office):
    return listed()


@pytest.fixture
def publish(entry, user):
    def act(kind="listing", **changes):
        page = {
            "address": "https://platform.example.gov.cn/1",
            "first_day": FIRST,
            "last_day": None,
            "evidence": stored(AT),
            "by": user(RECORDER),
            "at": AT,
        }
        return record_publication(entry, kind, **{**page, **changes})

    return act


def test_an_announcement_is_kept_with_its_address_days_and_digest(publish, entry):
    row = publish(last_day=TODAY)
    assert (row.not_before, row.first_day, row.last_day) == (FIRST, FIRST, TODAY)
    assert entry.external_url == "https://platform.example.gov.cn/1"
    [event] = AuditEvent.objects.filter(action="catalog.publication")
    assert event.data["sha256"] == row.evidence.sha256
    assert violations() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first_day": WINDOW_ENDS}, "first_day"),
        ({"first_day": date(2019, 5, 16)}, "first_day"),
        ({"first_day": TODAY + timedelta(days=1)}, "first_day"),
        ({"first_day": None}, "first_day"),
        ({"last_day": FIRST - timedelta(days=1)}, "last_day"),
        ({"last_day": TODAY + timedelta(days=1)}, "last_day"),
        ({"address": "platform.example.gov.cn"}, "address"),
        ({"evidence": None}, "evidence"),
        ({"kind": "removal"}, "kind"),
        ({"kind": "praise"}, "kind"),
    ],
)
def test_a_wrong_day_address_or_kind_is_refused_at_its_field(publish, wrong, field):
    with pytest.raises(Refused) as refused:
        publish(**wrong)
    assert field in refused.value.fields
    assert not NationalPublication.objects.exists()


def test_every_reason_is_given_at_once(publish):
    with pytest.raises(Refused) as refused:
        publish(first_day=WINDOW_ENDS, address="x", evidence=None)
    assert set(refused.value.fields) == {"first_day", "address", "evidence"}


def test_the_second_click_records_nothing_more(publish, entry):
    publish()
    with pytest.raises(Refused, match="已登记"):
        publish()
    assert entry.publications.count() == 1


def test_a_wrong_one_is_taken_back_with_its_reason_and_recorded_anew(publish, entry, user):
    first, recorder = publish(), user(RECORDER)
    with pytest.raises(Refused, match="撤销原因"):
        withdraw_publication(first, because=" ", by=recorder, at=AT)
    withdraw_publication(first, because="网址有误", by=recorder, at=AT)
    with pytest.raises(Refused, match="已经撤销"):
        withdraw_publication(first, because="网址有误", by=recorder, at=AT)
    assert entry.external_url == ""
    publish(address="https://platform.example.gov.cn/2")
    assert entry.external_url == "https://platform.example.gov.cn/2"
    assert entry.publications.count() == 2


def test_only_who_records_for_the_office_may(publish, user):
    for other in ("fpb_clerk@fpb", "export_officer@fpb"):
        with pytest.raises(Refused, match="没有登记全国公示和公布的权限"):
            publish(by=user(other))
    row = publish()
    with pytest.raises(Refused, match="权限"):
        withdraw_publication(row, because="网址有误", by=user("fpb_clerk@fpb"), at=AT)


def test_the_database_refuses_days_out_of_order_and_a_second_one(publish, entry, user):
    publish()
    page = {
        "certificate": entry,
        "kind": "removal",
        "address": "https://platform.example.gov.cn/1",
        "not_before": FIRST,
        "first_day": FIRST,
        "evidence": stored(AT),
        "recorded_at": AT,
        "recorded_by": user(RECORDER),
    }
    for wrong in (
        {"kind": "listing"},
        {"first_day": WINDOW_ENDS},
        {"first_day": TODAY + timedelta(days=1)},
        {"last_day": WINDOW_ENDS},
        {"last_day": TODAY + timedelta(days=1)},
        {"because": "网址有误"},
        {"withdrawn_at": AT},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            NationalPublication.objects.create(**{**page, **wrong})
    NationalPublication.objects.create(**page)


def test_an_announcement_before_the_end_of_its_window_is_a_breach(publish):
    publish()
    assert violations() == []
    NationalPublication.objects.update(not_before=WINDOW_ENDS, first_day=WINDOW_ENDS)
    [breach] = violations()
    assert "的全国公布日期早于公示期满或者省级决定" in breach


def test_a_moment_after_midnight_in_beijing_is_that_day(publish):
    early = datetime.combine(FIRST, time(0, 10), tzinfo=SHANGHAI)
    assert publish(at=early).first_day == FIRST


def test_the_invariant_finds_one_before_its_window_ended(publish, entry):
    row = publish()
    NationalPublication.objects.filter(pk=row.pk).update(
        not_before=WINDOW_ENDS, first_day=WINDOW_ENDS
    )
    assert any("全国公布日期早于" in breach for breach in violations())
