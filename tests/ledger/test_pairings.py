"""A village is paired with one unit on one day at most: else its sales would count twice (R08)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from demo.acts import holder
from demo.timetables import moment
from ledger import pairing_spans
from ledger.ledgers import LEDGERS
from ledger.models import Pairing
from ledger.services import entries, file_imports
from registry.models import Organisation
from rules.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
AT = moment(date(2020, 9, 1))
MAY, JUNE, JULY, AUGUST = (date(2020, month, 1) for month in (5, 6, 7, 8))
LEDGER = LEDGERS["pairings"]


def who():
    return {"by": holder("unit_reporter@jd-test-01"), "at": AT}


def pair(begins_on, ends_on=None, *, code="jd-test-01", village="示例一村"):
    unit = Organisation.objects.get(code=code)
    days = {"begins_on": begins_on, "ends_on": ends_on}
    return entries.record_entry(LEDGER, unit, village=village, **days, **who())


def test_two_pairings_of_a_village_share_no_day_whichever_units_they_are_of():
    pair(JUNE, JULY)
    for span in ((MAY, None), (MAY, JUNE), (JUNE, JUNE), (JULY, AUGUST), (JULY, None)):
        for code in ("jd-test-01", "jd-test-02"):
            with pytest.raises(Refused, match="已与示例结对帮扶单位一（虚构）结对，期间不得重叠"):
                pair(*span, code=code)
    pair(date(2020, 7, 2), code="jd-test-02")
    pair(MAY, date(2020, 5, 31), code="jd-test-02")
    pair(JUNE, village="示例二村")
    assert Pairing.objects.count() == 4


def test_the_end_that_is_filled_in_later_does_not_reach_into_the_next_pairing():
    first = pair(MAY, JUNE)
    pair(JULY, code="jd-test-02")
    with pytest.raises(Refused, match="期间不得重叠"):
        entries.complete_entry(LEDGER, first, ends_on=JULY, **who())
    entries.complete_entry(LEDGER, first, ends_on=date(2020, 6, 30), **who())


def test_what_is_made_void_leaves_its_days_to_another():
    first = pair(JUNE)
    entries.void_entry(LEDGER, first, reason="填错了村", **who())
    pair(JUNE, code="jd-test-02")


def test_rows_of_one_file_are_held_against_each_other_too():
    rows = ["编号,结对村,开始日期,结束日期", "1,示例一村,2020-05-01,2020-06-01"]
    rows += ["2,示例一村,2020-06-01,", "3,示例一村,2020-07-01,", "4,示例二村,2020-06-01,"]
    heading = next(each.heading for each in LEDGER.all_columns if each.name == "village")
    data = "\n".join(rows).replace("结对村", heading).encode()
    unit, act = Organisation.objects.get(code="jd-test-01"), who()
    batch = file_imports.keep_file("pairings", unit, name="a.csv", data=data, **act)
    batch = file_imports.judge_file(batch, at=AT)
    assert (batch.fit, batch.refused) == (3, 1)
    assert batch.mistakes.get().reasons == "该村与本文件前面的行期间重叠"
    batch = file_imports.confirm_file(batch, only_good=True, **act)
    assert file_imports.book_file(batch, at=AT).booked == 3
    assert set(Pairing.objects.values_list("number", flat=True)) == {"1", "3", "4"}


def test_the_database_refuses_what_no_service_was_asked_about():
    pairing_spans.SPANS.create()  # as after each migration; twice is as good as once
    first = pair(MAY, JUNE)
    second = pair(JULY, code="jd-test-02")
    for change in ({"begins_on": JUNE}, {"begins_on": date(2020, 4, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pairing.objects.filter(pk=second.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.filter(pk=first.pk).update(ends_on=None)
    Pairing.objects.filter(pk=second.pk).update(village="示例二村", begins_on=JUNE)
