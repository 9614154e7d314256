"""The ledgers of the units: entered, completed, made void, returned; what the database refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from demo.acts import holder
from demo.timetables import moment
from ledger import unit_figures
from ledger.ledgers import DECLARED, LEDGERS, kept_by
from ledger.models import Venue
from ledger.services import entries
from records.models import AuditEvent
from registry.models import Organisation, Township
from rules.refusal import Refused

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 3)
AT = moment(DAY)


def unit(code):
    return Organisation.objects.get(code=code)


def venue(code="swj", **changes):
    values = {
        "number": "GUI-01",
        "kind": "counter",
        "name": "示例专柜",
        "address": "示例路1号",
        "operator": "示例商超（虚构）",
        "opened_on": DAY,
        **changes,
    }
    return entries.record_entry(
        LEDGERS["venues"], unit(code), by=holder(f"unit_reporter@{code}"), at=AT, **values
    )


def measure(applicant, **changes):
    values = {
        "kind": "subsidy",
        "applicant": applicant,
        "content": "展位补贴",
        "planned_on": DAY - timedelta(days=9),
        **changes,
    }
    who = {"by": holder("unit_reporter@swj"), "at": AT}
    return entries.record_entry(LEDGERS["support"], unit("swj"), **who, **values)


def reasons(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.fields


@pytest.mark.parametrize("ledger", DECLARED, ids=lambda each: each.word)
def test_each_ledger_is_described_lists_columns_it_has_and_is_kept_by_somebody(ledger, office):
    declared = LEDGERS[ledger.word]
    assert ledger.__doc__.endswith("。")
    assert set(declared.later) | set(declared.listed) <= set(declared.by_name)
    assert declared.by_name[declared.day].is_day
    assert any(declared.is_kept_by(each) for each in Organisation.objects.all())


def test_an_entry_without_a_number_gets_one_and_leaves_a_row_in_the_trail(office):
    made = venue(number="")
    assert made.number == "VENUES-2020-00001"
    row = AuditEvent.objects.get(action="ledger.enter")
    assert (row.subject, row.data["number"]) == ("示例专柜", made.number)


def test_every_reason_against_an_entry_is_told_at_its_column(office):
    answers = reasons(venue, name="", operator="13812345678", opened_on=DAY + timedelta(days=1))
    assert answers["name"] == ["请填写名称"]
    assert answers["operator"] == ["经营单位不得含有身份证号、手机号等个人信息"]
    assert answers["opened_on"] == ["开业日期不得晚于今天"]
    assert "city" in reasons(venue, kind="outside_zone")
    assert "township" in reasons(venue, kind="village_station")
    assert "closed_on" in reasons(venue, state="closed")
    assert not Venue.objects.exists()


def test_a_number_stands_once_and_is_free_after_its_entry_was_made_void(office):
    first = venue()
    assert "number" in reasons(venue, code="gxs")
    who = {"by": holder("unit_reporter@swj"), "at": AT}
    entries.void_entry(LEDGERS["venues"], first, reason="重复登记", **who)
    assert venue(code="gxs").number == first.number
    again = reasons(entries.void_entry, LEDGERS["venues"], first, reason="重复登记", **who)
    assert again == {"": ["该记录已作废"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Venue.objects.filter(pk=first.pk).update(voided_at=None, voided_by=None, void_reason="")


def test_what_was_entered_stays_and_only_what_comes_later_is_filled_in(office):
    made, ledger = venue(), LEDGERS["venues"]
    who = {"by": holder("unit_reporter@swj"), "at": AT}
    assert "name" in reasons(entries.complete_entry, ledger, made, name="别名", **who)
    assert "closed_on" in reasons(entries.complete_entry, ledger, made, state="closed", **who)
    closed = entries.complete_entry(ledger, made, state="closed", closed_on=DAY, **who)
    assert (closed.state, closed.closed_on) == ("closed", DAY)
    row = AuditEvent.objects.get(action="ledger.complete")
    assert (row.data["before"]["state"], row.data["after"]["state"]) == ("营业", "已关闭")
    with pytest.raises(Refused):
        closed.delete()
    with pytest.raises(Refused):
        Venue.objects.all().delete()


def test_a_returned_entry_waits_for_its_unit_until_it_is_made_void(office):
    made, ledger = venue(), LEDGERS["venues"]
    head = {"by": holder("manager@fpb"), "at": AT}
    assert "reason" in reasons(entries.return_entry, ledger, made, reason="", **head)
    entries.return_entry(ledger, made, reason="地址不完整", **head)
    assert [each.pk for each in ledger.rows().returned()] == [made.pk]
    assert reasons(entries.return_entry, ledger, made, reason="再退", **head) == {
        "": ["该记录已退回"]
    }
    entries.void_entry(ledger, made, reason="按退回意见重填", by=holder("unit_reporter@swj"), at=AT)
    assert not ledger.rows().returned().exists()


def test_a_unit_keeps_only_the_ledgers_of_its_kind(office):
    assert {each.word for each in kept_by(unit("st-test-01"))} == {"canteens"}
    assert "hundred" in {each.word for each in kept_by(unit("gsl"))}
    who = {"by": holder("unit_reporter@st-test-01"), "at": AT}
    answers = reasons(
        entries.record_entry,
        LEDGERS["placements"],
        unit("st-test-01"),
        medium="wechat",
        outlet="示例",
        title="示例",
        placed_on=DAY,
        **who,
    )
    assert answers == {"": ["示例学校食堂（虚构）不填报媒体刊播台账"]}


def test_support_is_planned_granted_and_ended_and_summed_up_for_each_entity(listed):
    applicant = listed(1).applicant
    granted = measure(applicant, amount_fen=300_000)
    measure(applicant, amount_fen=None, kind="venue")
    who = {"by": holder("unit_reporter@swj"), "at": AT}
    ledger = LEDGERS["support"]
    assert "ended_on" in reasons(entries.complete_entry, ledger, granted, ended_on=DAY, **who)
    entries.complete_entry(ledger, granted, granted_on=DAY, **who)
    [row] = unit_figures.support_by_applicant()
    assert (row["measures"], row["planned"], row["granted"]) == (2, 1, 1)
    assert row["granted_fen"] == 300_000


def test_stations_are_told_by_township(office):
    place = Township.objects.first()
    made = venue(code="gxs", kind="village_station", number="ZD-01", township=place)
    assert made.township == place
