"""For every form of the portal with a file: a page on which it stands, with all else filled in."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.support.dishonest import noticed
from tests.support.file_world import COMPLAINT_FORM, paper, photo
from tests.support.listed import LISTED_ON, listed

from demo.acts import agent, holder
from demo.timetables import moment
from ledger.services import record_sale
from supervision.services import complaints, replies

SALE = {
    "sold_on": date(2020, 5, 21),
    "quantity": Decimal(2),
    "unit": "箱",
    "channel": "canteen",
    "buyer_type": "school",
}


def material(world):
    application, client = world.applicant()
    form = {"kind": "M2_licence", "files": paper()}
    return client.post(reverse("portal:materials", args=[application.pk]), form)


def product_photo(world):
    application, client = world.applicant()
    address = reverse("portal:photos", args=[application.pk, application.items.get().pk])
    return client.post(address, {"file": photo(), "alt_text": "竹筐里的脐橙"})


def authorisation(world):
    _application, client = world.applicant()
    day = f"{timezone.localdate()}"
    form = {"agent_name": "测试受托人", "valid_from": day, "valid_until": day, "file": paper()}
    return client.post(reverse("portal:authorise"), form)


def licence(world):
    _application, client = world.applicant()
    form = {"kind": "other", "number": "SC10736070212345", "scan": paper()}
    return client.post(reverse("portal:new_licence"), form)


def answer(world):
    applicant = listed().applicant
    world.on_day(LISTED_ON + timedelta(days=2))
    at = timezone.now()
    case = complaints.receive(source="web", at=at, applicant=applicant, **COMPLAINT_FORM)
    officer = holder("complaint_officer@fpb")
    complaints.accept(case, unit=officer_unit(officer), handler=officer, by=officer, at=at)
    asked = replies.ask(case, question="请说明该批产品的检验情况。", by=officer, at=at)
    form = {"answer": "该批产品检验合格，附检验报告。", "evidence": paper(), "sure": "on"}
    return world.browser(agent(applicant.pk)).post(reverse("portal:reply", args=[asked.pk]), form)


def officer_unit(officer):
    return officer.memberships.first().organisation


def change_paper(world):
    entry = listed()
    world.on_day(LISTED_ON + timedelta(days=2))
    form = {
        "kinds": ["licence"],
        "changed_on": f"{LISTED_ON + timedelta(days=1)}",
        "text": "食品经营许可证换发，编号不变。",
        "evidence": paper(),
    }
    address = reverse("portal:new_change", args=[entry.pk])
    return world.browser(agent(entry.applicant_id)).post(address, form)


def defence(world):
    applicant, at = listed().applicant, timezone.now()
    entry = noticed(applicant, at=at)
    world.on_day((at + timedelta(days=1)).date())
    address = reverse("portal:dishonesty_entry", args=[entry.pk])
    form = {"text": "成效证明属实，现附原件说明。", "evidence": paper(), "sure": "on"}
    return world.browser(agent(applicant.pk)).post(address, form)


def sales(world):
    applicant = listed().applicant
    world.on_day(LISTED_ON + timedelta(days=2))
    rows = (
        "流水号,证书编号,销售日期,数量,单位,单价（元）,金额（元）,销售渠道,购买方类型\nA-1,x,,,,,,,"
    )
    file = SimpleUploadedFile("sales.csv", rows.encode())
    address = reverse("portal:import_sales")
    return world.browser(agent(applicant.pk)).post(address, {"file": file})


def sale(world):
    entry = listed()
    world.on_day(LISTED_ON + timedelta(days=2))
    form = {**SALE, "certificate": entry.pk, "unit_price": "30", "fund_source": "canteen_fund"}
    client = world.browser(agent(entry.applicant_id))
    return client.post(reverse("portal:new_sale"), {**form, "evidence": paper()})


def booked(world):
    """The address of a sale at the portal, by its name, and who sold."""
    entry, day = listed(), LISTED_ON + timedelta(days=2)
    world.on_day(day)
    by = agent(entry.applicant_id)
    made = record_sale(entry, by=by, at=moment(day), unit_price_fen=3000, **SALE)
    return lambda name: reverse(f"portal:{name}", args=[made.pk]), by


def reversal(world):
    address, by = booked(world)
    form = {"reason": "重复填报", "evidence": paper()}
    return world.browser(by).post(address("sale"), form)


def vouchers(world):
    address, by = booked(world)
    return world.browser(by).post(address("sale_vouchers"), {"later-evidence": paper()})


#: Form → the doors where it stands.
DOORS = {
    "portal.forms.materials.MaterialForm": [material],
    "portal.forms.photos.PhotoForm": [product_photo],
    "portal.forms.authorisations.AuthorisationForm": [authorisation],
    "portal.forms.profile.LicenceForm": [licence],
    "portal.forms.replies.AnswerForm": [answer],
    "portal.forms.changes.ChangeForm": [change_paper],
    "portal.forms.replies.StatementForm": [defence],
    "portal.forms.sales.UploadForm": [sales],
    "portal.forms.sales.SaleForm": [sale],
    "portal.forms.sales.ReverseForm": [reversal],
    "portal.forms.sales.VouchersForm": [vouchers],
}
