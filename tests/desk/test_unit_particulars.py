"""更正登记信息: a slip of registering is put right at the desk, licence in hand (A02, §2.3)."""

from datetime import date

import pytest
from django.core import mail
from django.db.models import QuerySet
from django.urls import reverse
from tests.support.listed import listed

from catalog.services import suspend
from demo import fiction
from demo.acts import agent, holder
from demo.timetables import moment
from records.models import AuditEvent
from registry.models import RuleSet, Tie, Township
from registry.particulars import change_particulars
from rules.identifiers import credit_code_check_character
from rules.refusal import Refused

pytestmark = pytest.mark.django_db
LATER = date(2020, 6, 2)
OTHER_CODE = "93360702YYTMNEW02" + credit_code_check_character("93360702YYTMNEW02")
FACTS = ("name", "entity_type", "credit_code", "domicile", "legal_representative")


@pytest.fixture
def unit(office):
    unit = fiction.applicant(1)
    agent(unit.pk)
    return unit


@pytest.fixture
def put_right(unit, signed_in):
    """``put_right(by, **facts)``: the answer to the form as the head sends it."""

    def send(by="manager@fpb", **facts):
        typed = {name: getattr(unit, name) for name in FACTS}
        typed |= {"domicile_township": unit.domicile_township_id or ""}
        typed |= {"is_licence_seen": "on", "because": "持营业执照原件到场，注册时填错", **facts}
        return signed_in(by).post(reverse("desk:unit_particulars", args=[unit.pk]), typed)

    return send


def errors(answer):
    assert answer.status_code == 422
    return answer.context["form"].errors


def test_the_head_puts_right_what_was_mistyped_and_the_unit_is_told(unit, put_right, signed_in):
    page = reverse("desk:unit_account", args=[unit.pk])
    own = reverse("desk:unit_particulars", args=[unit.pk])
    assert own in signed_in("manager@fpb").get(page).content.decode()
    assert own not in signed_in("fpb_clerk@fpb").get(page).content.decode()
    mail.outbox.clear()
    assert put_right(legal_representative="李四", entity_type="cooperative").url == page
    unit.refresh_from_db()
    assert (unit.legal_representative, unit.entity_type) == ("李四", "cooperative")
    row = AuditEvent.objects.get(action="registry.put_right")
    assert row.data["columns"] == "entity_type、legal_representative"
    assert row.data["before"] == {"entity_type": "enterprise"}
    assert row.data["after"] == {"entity_type": "cooperative"}
    assert all("李四" not in message.body for message in mail.outbox)


def test_what_will_not_do_stands_at_its_field(unit, put_right):
    other = fiction.applicant(2)
    assert errors(put_right(because="错"))["because"] == ["请填写理由，不少于5个字"]
    assert "is_licence_seen" in errors(put_right(is_licence_seen=""))
    assert "已属于另一申请单位" in f"{errors(put_right(credit_code=other.credit_code))}"
    assert "应为18位" in f"{errors(put_right(credit_code='91'))}"
    assert "没有更正" in f"{errors(put_right())}"


def test_who_has_no_part_or_a_tie_puts_nothing_right(unit, put_right):
    assert put_right(by="fpb_clerk@fpb", domicile="别处").status_code in (302, 403)
    Tie.objects.create(user=holder("manager@fpb"), applicant=unit, declared_at=unit.created_at)
    assert "应当回避" in f"{errors(put_right(domicile='别处'))}"
    unit.refresh_from_db()
    assert unit.domicile != "别处"


def test_a_name_in_the_catalogue_changes_by_a_report_only(put_right, unit, time_travel):
    entry = listed()
    time_travel(LATER)
    assert entry.applicant == unit
    assert "由单位报告变更" in f"{errors(put_right(name='章贡区改名示例有限公司'))}"
    assert put_right(legal_representative="李四").status_code == 302
    suspend(entry, reason="quality_safety", because="线索核查", by=None, at=moment(LATER))
    assert "由单位报告变更" in f"{errors(put_right(name='章贡区改名示例有限公司'))}"


def test_the_name_that_stands_before_the_public_stays_until_the_product_is_listed(
    put_right, unit, walked
):
    [item] = walked("notice")
    assert item.application.applicant == unit
    for name, word in (("name", "章贡区改名示例有限公司"), ("credit_code", OTHER_CODE)):
        assert "已经公示、还没有列入目录" in f"{errors(put_right(**{name: word}))[name]}"
    assert put_right(domicile="江西省赣州市章贡区水东镇虚构路99号").status_code == 302


def test_a_township_that_has_ended_stays_with_the_unit_through_a_correction(unit, put_right):
    Township.objects.filter(pk=unit.domicile_township_id).update(valid_until=date(2019, 1, 1))
    assert put_right(legal_representative="李四").status_code == 302
    before = unit.domicile_township
    unit.refresh_from_db()
    assert (unit.domicile_township, unit.legal_representative) == (before, "李四")
    assert "请选择住所所在乡镇街道" in f"{errors(put_right(domicile_township=''))}"


def test_a_day_without_rules_and_another_units_code_are_refusals_and_no_crash(
    unit, put_right, monkeypatch
):
    RuleSet.objects.update(effective_from=date(2999, 1, 1))
    assert put_right(legal_representative="李四").status_code == 302
    other = fiction.applicant(2)
    nobody_yet = lambda self: False  # noqa: E731 - the other unit comes a moment later
    monkeypatch.setattr(QuerySet, "exists", nobody_yet)
    assert "已属于另一申请单位" in f"{errors(put_right(credit_code=other.credit_code))}"


def test_a_unit_that_moved_out_keeps_its_code_and_needs_no_township(unit, put_right, signed_in):
    moved = {"domicile": "赣州市南康区某路1号", "domicile_township": ""}
    assert "请选择住所所在乡镇街道" in f"{errors(put_right(**moved))}"
    region = unit.domicile_region
    wide = region.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    for wrong, reason in (
        (region, "本区的区划代码"),
        (wide, "本区的区划代码"),
        ("36x", "6位区划代码"),
        ("999999", "6位区划代码"),
        ("٣٦٠٧٠٣", "6位区划代码"),
    ):
        assert reason in f"{errors(put_right(**moved, elsewhere=wrong))['elsewhere']}"
    town = {"domicile_township": unit.domicile_township_id, "elsewhere": "360703"}
    assert "只选乡镇街道" in f"{errors(put_right(**town))['elsewhere']}"
    assert put_right(**moved, elsewhere="36０７0３").status_code == 302
    unit.refresh_from_db()
    assert (unit.domicile_region, unit.domicile_township) == ("360703", None)
    page = signed_in("manager@fpb").get(reverse("desk:unit_particulars", args=[unit.pk]))
    assert page.context["form"]["elsewhere"].value() == "360703"


def test_a_reported_change_to_a_code_taken_a_moment_ago_is_refused_in_words(unit, monkeypatch):
    taken = {"holder_credit_code": fiction.applicant(2).credit_code}
    monkeypatch.setattr(QuerySet, "exists", lambda self: False)
    with pytest.raises(Refused, match="已属于另一申请单位"):
        change_particulars(unit, taken, by=None, at=unit.created_at, because="变更报告")
    assert not AuditEvent.objects.filter(action="registry.particulars").exists()
