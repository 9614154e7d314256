"""The forms of applicants with a day, each on its page with all else filled in."""

from datetime import date

from django.urls import reverse
from tests.support.dated_world import MONDAY, SCAN, Door
from tests.support.listed import listed

from demo.acts import agent
from demo.preparing import prepare
from demo.timetables import moment


def _applicant(world):
    """The holder of an entry, at the keyboard on a Monday."""
    entry = listed()
    world.travel(MONDAY)
    return entry, world.browser(agent(entry.applicant_id))


def _letter(world):
    _entry, client = _applicant(world)
    typed = {"agent_name": "示例经办", "file": SCAN}
    address = reverse("portal:authorise")
    return Door(client, address, ("valid_from", "valid_until"), typed)


def _change(world):
    entry, client = _applicant(world)
    typed = {"kinds": ["stop"], "text": "设备检修，停产三十天后恢复生产。"}
    return Door(client, reverse("portal:new_change", args=[entry.pk]), ("changed_on",), typed)


def _material(world):
    application = world.draft()
    world.travel(date(2020, 4, 1), 11)
    client = world.browser(agent(application.applicant_id))
    typed = {"kind": "M2_licence", "licence_no": "SC10736070212345", "files": SCAN}
    right = {"valid_until": date(2021, 4, 1)}
    address = reverse("portal:materials", args=[application.pk])
    return Door(client, address, ("valid_until",), typed, right)


def _commitment(world):
    application = world.draft()
    by = agent(application.applicant_id)
    prepare(application, by=by, at=moment(date(2020, 4, 1), 10))
    world.travel(date(2020, 4, 1), 11)
    address = reverse("portal:commitment", args=[application.pk])
    typed = {"accept": "on"}
    client = world.browser(by)
    return Door(client, address, ("signed_on",), typed, reads=address, is_draft=True)


def _licence(world):
    entry, client = _applicant(world)
    row = entry.applicant.licences.create(
        kind="other", number="SC1073607", issued_on=date(2019, 6, 1)
    )
    address = reverse("portal:licence", args=[row.pk])
    right = {"issued_on": date(2019, 6, 1), "valid_until": date(2022, 6, 1)}
    return Door(client, address, ("issued_on", "valid_until"), {}, right, reads=address)


def _profile(world):
    _entry, client = _applicant(world)
    address = reverse("portal:profile")
    right = {"established_on": date(2016, 3, 1)}
    return Door(client, address, ("established_on",), {}, right, reads=address)


def _sale(world):
    entry, client = _applicant(world)
    typed = {
        "certificate": entry.pk,
        "external_id": "A-1",
        "quantity": "2",
        "unit": "箱",
        "unit_price": "30",
        "channel": "canteen",
        "buyer_type": "school",
        "buyer_name": "示例学校",
        "six_entry": "school",
        "fund_source": "canteen_fund",
    }
    address = reverse("portal:new_sale")
    return Door(client, address, ("sold_on",), typed, reads=address)


def _month(world):
    _entry, client = _applicant(world)
    right = {"month": date(2020, 5, 1)}
    return Door(client, reverse("portal:no_sales"), ("month",), {}, right)


PORTAL = {
    "portal.forms.authorisations.AuthorisationForm": _letter,
    "portal.forms.changes.ChangeForm": _change,
    "portal.forms.materials.MaterialForm": _material,
    "portal.forms.particulars.CommitmentForm": _commitment,
    "portal.forms.profile.LicenceForm": _licence,
    "portal.forms.profile.ProfileForm": _profile,
    "portal.forms.sales.MonthForm": _month,
    "portal.forms.sales.SaleForm": _sale,
}
