"""Licences of a unit: typed once, kept with their scans and earlier wordings, watched (R63)."""

from datetime import date

import pytest

from applications.services import drafts, licences, materials
from demo import fiction
from demo.acts import agent, holder
from demo.papers import pdf
from demo.timetables import moment
from files.intake import examine
from records.models import OutgoingMail
from registry.models import Licence, User
from rules.licences import kind_of
from rules.refusal import Refused

pytestmark = pytest.mark.django_db

TODAY = date(2020, 6, 1)
END, LATER = date(2020, 7, 15), date(2025, 7, 15)


@pytest.fixture
def unit(office):
    return fiction.applicant(1)


@pytest.fixture
def who(unit):
    return {"by": agent(unit.pk), "at": moment(TODAY)}


def scan(name="licence.pdf"):
    return examine(name, pdf(name))


@pytest.fixture
def draft_of(unit, who):
    return lambda: drafts.start(unit, **who)


def attach(draft, who, number="JY13607020000001", until=END, name="a.pdf"):
    details = {"licence_no": number, "valid_until": until}
    return materials.attach(draft, "M2_licence", name=name, data=pdf(name), **details, **who)


def test_what_is_typed_beside_a_scan_reaches_the_units_particulars(unit, who, draft_of):
    material = attach(draft_of(), who)
    licence = unit.licences.get(number="JY13607020000001")
    assert (licence.kind, licence.valid_until) == ("food_trade_licence", END)
    assert licences.scan_of(licence) == material.file


def test_an_end_typed_in_a_paper_only_moves_later_and_the_earlier_wording_stays(
    unit, who, draft_of
):
    attach(draft_of(), who, until=LATER)
    attach(draft_of(), who, until=END, name="old.pdf")
    licence = unit.licences.get(number="JY13607020000001")
    assert (licence.valid_until, licence.versions.count()) == (LATER, 1)
    attach(draft_of(), who, until=date(2030, 7, 15), name="new.pdf")
    licence.refresh_from_db()
    assert licence.valid_until.year == 2030
    assert [each.valid_until for each in licence.versions.all()][1] == LATER
    attach(draft_of(), who, until=None, name="for-ever.pdf")
    licence.refresh_from_db()
    assert licence.valid_until is None


def test_a_licence_of_the_particulars_is_used_without_another_upload(unit, who, draft_of):
    licence = licences.save_licence(
        unit, kind="other", number="甲1", valid_until=LATER, sound=scan(), **who
    )
    draft = draft_of()
    assert materials.offered(draft) == [licence]
    material = materials.use_licence(draft, licence, **who)
    assert (material.licence_no, material.valid_until) == ("甲1", LATER)
    assert materials.offered(draft) == []
    with pytest.raises(Refused):
        materials.use_licence(draft, licence, **who)
    materials.take_back(material, **who)
    material.file.refresh_from_db()
    assert material.file.destroyed_at is None
    assert materials.offered(draft) == [licence]


def test_another_units_licence_or_one_without_a_scan_cannot_be_used(unit, who, draft_of):
    bare = licences.save_licence(unit, kind="other", number="甲1", **who)
    with pytest.raises(Refused, match="没有扫描件"):
        materials.use_licence(draft_of(), bare, **who)
    other = fiction.applicant(2)
    by = {"by": agent(other.pk), "at": moment(TODAY)}
    theirs = licences.save_licence(other, kind="other", number="乙1", sound=scan(), **by)
    with pytest.raises(Refused, match="没有扫描件"):
        materials.use_licence(draft_of(), theirs, **who)


def test_a_scan_shows_what_stands_and_no_more(unit, who):
    values = {"kind": "other", "number": "甲1", "valid_until": END}
    licence = licences.save_licence(unit, sound=scan(), **values, **who)
    same = licences.save_licence(unit, licence=licence, **values, **who)
    assert licences.scan_of(same) is not None
    later = licences.save_licence(unit, licence=same, **{**values, "valid_until": LATER}, **who)
    assert licences.scan_of(later) is None
    assert later.versions.count() == 3


def test_a_dropped_licence_takes_its_scan_along_unless_a_paper_holds_it(unit, who, draft_of):
    licence = licences.save_licence(unit, kind="other", number="甲1", sound=scan(), **who)
    draft = draft_of()
    material = materials.use_licence(draft, licence, **who)
    licences.drop_licence(licence, on=TODAY, **who)
    assert not Licence.objects.filter(applicant=unit, number="甲1").exists()
    material.refresh_from_db()
    assert material.file.destroyed_at is None


def test_an_ending_licence_is_told_at_each_term_once_to_unit_and_office(unit, who, settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    User.objects.filter(pk=who["by"].pk).update(email="unit@example.com")
    User.objects.filter(pk=holder("fpb_clerk@fpb").pk).update(email="clerk@example.com")
    unit.licences.all().delete()
    licences.save_licence(unit, kind="other", number="甲1", valid_until=END, **who)

    def told(day):
        licences.remind_of_ends(moment(day))
        return OutgoingMail.objects.filter(recipient="unit@example.com").count()

    assert told(date(2020, 5, 1)) == 0
    assert told(date(2020, 5, 16)) == 1
    assert told(date(2020, 5, 17)) == 1
    assert told(date(2020, 7, 10)) == 2
    assert told(date(2020, 7, 11)) == 2
    assert told(date(2020, 7, 16)) == 2
    office = OutgoingMail.objects.filter(recipient="clerk@example.com")
    assert [mail.subject for mail in office] == ["资格证书到期提醒"] * 2
    assert "1个资格证书将在60天内到期" in office.first().body


def test_a_renewed_licence_is_watched_anew(unit, who, settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    User.objects.filter(pk=who["by"].pk).update(email="unit@example.com")
    unit.licences.all().delete()
    licence = licences.save_licence(unit, kind="other", number="甲1", valid_until=END, **who)
    assert licences.remind_of_ends(moment(date(2020, 7, 10))) == 1
    licence.refresh_from_db()
    values = {"kind": "other", "number": "甲1", "valid_until": date(2020, 9, 1)}
    licences.save_licence(unit, licence=licence, **values, **who)
    assert licences.remind_of_ends(moment(date(2020, 7, 10))) == 1


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("91360702MA35X7Q284", "business_licence"),
        ("sc 10136070200001", "food_production_licence"),
        ("JY13607020000001", "food_trade_licence"),
        ("甲1", "other"),
    ],
)
def test_a_number_tells_its_kind(number, kind):
    assert kind_of(number, credit_code="91360702MA35X7Q284") == kind
