"""The certificate numbers of a year have four digits, as the receivers' formats say."""

import re

import pytest
from django.core.management import call_command
from tests.support.listed import listed

from applications.models import Item
from catalog.models import Certificate
from exchange import schema
from pages.models import ProductPage
from records.models import Counter
from records.numbering import reserve
from rules.certificate_numbers import LAST_SERIAL, CertificateNumber
from rules.refusal import Refused
from workflow.positions import nodes_of

pytestmark = pytest.mark.django_db


def last_given():
    return Counter.objects.get(series="certificate", year=2020).last


def test_after_the_last_number_nothing_is_listed_and_it_is_said_what_to_do(office):
    reserve("certificate", 2020, LAST_SERIAL - 1)
    assert str(listed(1).number).split("-")[3] == "9999"
    with pytest.raises(Refused) as refused:
        listed(2)
    assert "2020年的证书编号已经用到9999" in refused.value.reasons[0]
    assert "报上级平台" in refused.value.reasons[0]
    assert Certificate.objects.count() == 1
    assert last_given() == LAST_SERIAL, "what was refused has taken no number"


def test_a_new_year_begins_with_its_own_first_number(office):
    reserve("certificate", 2019, LAST_SERIAL)
    assert listed(1).number.split("-")[2:4] == ["2020", "0001"]


def test_a_product_whose_number_is_refused_waits_where_it_was(walked):
    reserve("certificate", 2020, LAST_SERIAL)
    with pytest.raises(Refused, match="证书编号已经用到9999"):
        walked("list")
    item = Item.objects.get()
    assert nodes_of(item) == ["list_item"]
    assert (Certificate.objects.count(), ProductPage.objects.count()) == (0, 0)
    assert not item.letters.filter(kind="listed").exists()


def test_the_last_number_is_the_last_that_the_receivers_take():
    for name in (schema.RECORD, schema.SALE):
        shape = schema.schema(name)["properties"]["certificate_no"]["pattern"]
        assert re.fullmatch(shape, str(CertificateNumber("360702", 2020, LAST_SERIAL)))
        assert not re.fullmatch(shape, "ZG-360702-2020-10000-0")


def test_the_doctor_tells_in_time_that_the_numbers_run_out(office, capsys, time_travel, at):
    def said():
        with pytest.raises(SystemExit):
            call_command("doctor")
        return [line for line in capsys.readouterr().out.splitlines() if "证书编号" in line]

    time_travel(at.date())
    reserve("certificate", 2020, LAST_SERIAL - 1000)
    assert said() == ["正常  证书编号"]
    reserve("certificate", 2020, LAST_SERIAL - 999)
    assert said() == ["注意  证书编号：2020年还剩999个 → 报上级平台确定编号用完以后的办法"]
