"""For every form with a file: a page on which it stands, with all else filled in."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.support import plan
from tests.support.desk import opinion, page
from tests.support.dishonest import FACTS, noticed
from tests.support.listed import LISTED_ON, listed
from tests.support.photos import picture
from tests.support.word_papers import Paper
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from applications.models import Authorisation, Material, Photo
from catalog.models import NationalPublication, ProductPhoto
from demo.acts import agent, holder
from demo.papers import pdf
from demo.timetables import moment
from doors import tickets
from exchange.models import PlatformFile
from files.models import StoredFile
from ledger.ledgers import LEDGERS
from ledger.models import ImportBatch, ProgressFile, SalesRecord, SaleVoucher
from ledger.services import entries, record_sale
from pages.models import DocumentIndexPage, NoticePage
from publicity.models import BoardPosting, Objection, ObjectionEvidence, Publicity
from registry.models import DishonestyEntry, Organisation, RuleSet, User
from supervision.models import Complaint, EvidenceFile
from supervision.services import complaints, replies
from workflow.models import ChangeFile, DishonestyFile, OpinionDraftFile, UpperReview

COMPLAINT_FORM = {
    "subject_kind": "product",
    "about_text": "某产品",
    "category": "quality",
    "content": "包装上的说明与产品不符，请核查。",
}


def paper(name="甲.pdf"):
    return SimpleUploadedFile(name, pdf("甲"), "application/pdf")


def photo(name="甲.jpg"):
    return SimpleUploadedFile(name, picture(), "image/jpeg")


class World:
    """What the doors need: papers at their steps, and browsers of the people who stand there."""

    def __init__(self, draft, walked, on_day, scanner):
        self.draft, self.walked, self.on_day = draft, walked, on_day
        self.scanner, self.before = scanner, None

    def browser(self, who=None):
        """The last thing a door asks for: from here on the scanner finds viruses everywhere."""
        self.before = counts()
        self.scanner()
        client = Client()
        if who is not None:
            user = who if isinstance(who, User) else holder(who)
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def applicant(self):
        application = self.draft()
        return application, self.browser(agent(application.applicant_id))

    def recorder(self, phase, day):
        (item,) = self.walked(phase)
        self.on_day(day)
        return self.browser("upper_recorder@fpb"), {"items": item.pk}


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
    form = {"answer": "该批产品检验合格，附检验报告。", "evidence": paper()}
    return world.browser(agent(applicant.pk)).post(reverse("portal:reply", args=[asked.pk]), form)


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


def officer_unit(officer):
    return officer.memberships.first().organisation


def dishonest_proposal(world):
    applicant = listed().applicant
    form = {"cause": "false_material", "facts": FACTS, "basis": "章测扶办〔2020〕3号"}
    address = page("propose_dishonesty", applicant.pk)
    return world.browser("complaint_officer@fpb").post(address, {**form, "evidence": paper()})


def defence(world):
    applicant, at = listed().applicant, timezone.now()
    entry = noticed(applicant, at=at)
    world.on_day((at + timedelta(days=1)).date())
    address = reverse("portal:dishonesty_entry", args=[entry.pk])
    form = {"text": "成效证明属实，现附原件说明。", "evidence": paper()}
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


SALE = {
    "sold_on": date(2020, 5, 21),
    "quantity": Decimal(2),
    "unit": "箱",
    "channel": "canteen",
    "buyer_type": "school",
}


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


def signed_ticket(scope):
    return tickets.issue(scope, at=timezone.now() - timedelta(minutes=1)).signed()


def complaint(world):
    form = {**COMPLAINT_FORM, "ticket": signed_ticket("complaint"), "evidence": paper()}
    return world.browser().post("/complaints/new/", form)


def objection(world):
    world.walked("notice")
    world.on_day(Publicity.objects.get().first_day)
    entry = Publicity.objects.get().entries.get()
    form = {"entry": entry.pk, "content": "带动户数与实际不符", "evidence": paper()}
    form["ticket"] = signed_ticket("objection")
    return world.browser().post(f"{NoticePage.objects.get().url}objection/", form)


def objection_by_letter(world):
    (item,) = world.walked("notice")
    world.on_day(Publicity.objects.get().first_day)
    form = {"channel": "letter", "content": "带动户数与实际不符", "evidence": paper()}
    return world.browser("fpb_clerk@fpb").post(page("objection", item.pk), form)


def complaint_by_letter(world):
    form = {**COMPLAINT_FORM, "source": "12317", "evidence": paper()}
    return world.browser("complaint_officer@fpb").post(page("intake"), form)


def opinion_file(world):
    (item,) = world.walked("endorse")
    world.on_day(date(2020, 4, 8))
    form = {**opinion(item), f"item-{item.pk}-files": paper()}
    return world.browser("fpb_reviewer@fpb").post(page("benefit", item.application_id), form)


def outcome(world):
    client, items = world.recorder("report", date(2020, 4, 22))
    form = {"result": "pass", "decided_on": "2020-04-22", "document_no": "市扶办字〔2020〕3号"}
    return client.post(page("city"), {**items, **form, "scan": paper()})


def national(world):
    client, items = world.recorder("province", date(2020, 5, 20))
    form = {"published_on": "2020-05-19", "external_url": "https://platform.example.gov.cn/1"}
    return client.post(page("national"), {**items, **form, "evidence": paper()})


def platform_file(world):
    world.on_day(date(2020, 6, 1))
    file = SimpleUploadedFile("list.csv", "产品名称,供应商名称,价格\n甲,乙,1\n".encode())
    form = {"kind": "catalog", "platform": "832平台", "last_day": "2020-06-01", "file": file}
    return world.browser("export_officer@fpb").post(page("platform_files"), form)


def announcement(world):
    entry = listed()
    world.on_day(date(2020, 6, 1))
    form = {"kind": "listing", "address": "https://platform.example.gov.cn/1"}
    form |= {"first_day": "2020-05-25", "evidence": paper()}
    return world.browser("upper_recorder@fpb").post(page("publish_entry", entry.pk), form)


def catalogue_photo(world):
    product = listed().product
    address = f"/admin/catalog/products/{product.pk}/photos/"
    form = {"picture": photo(), "alt_text": "竹筐里的脐橙"}
    return world.browser("fpb_clerk@fpb").post(address, form)


VENUE = {
    "number": "GUI-01",
    "kind": "counter",
    "name": "示例专柜",
    "address": "示例路1号",
    "operator": "示例商超（虚构）",
    "opened_on": "2020-04-01",
}


def entry_voucher(world):
    unit = Organisation.objects.get(code="swj")
    client = world.browser("unit_reporter@swj")
    form = {**VENUE, "unit": unit.pk, "state": "open", "voucher": paper()}
    return client.post(reverse("desk:new_entry", args=["venues"]), form)


def late_voucher(world):
    unit = Organisation.objects.get(code="swj")
    values = {**VENUE, "opened_on": date(2020, 4, 1)}
    who = {"by": holder("unit_reporter@swj"), "at": timezone.now()}
    made = entries.record_entry(LEDGERS["venues"], unit, **who, **values)
    client = world.browser("unit_reporter@swj")
    address = reverse("desk:entry_act", args=["venues", made.pk, "complete"])
    return client.post(address, {"complete-state": "open", "complete-voucher": paper()})


def unit_file(world):
    unit = Organisation.objects.get(code="fpb")
    file = SimpleUploadedFile("sales.csv", "流水号,证书编号\nA-1,x".encode())
    client = world.browser("fpb_clerk@fpb")
    address = reverse("desk:import_entries", args=["sales"])
    return client.post(address, {"unit": unit.pk, "file": file})


def board_posting(world):
    world.walked("notice")
    notice, station = Publicity.objects.get(), holder("station_officer@station-360702101")
    world.on_day(notice.first_day)
    RuleSet.objects.update(board_posting=True)
    form = {
        "station": station.memberships.first().organisation_id,
        "place": "示例村村部公示栏",
        "posted_on": f"{notice.first_day}",
        "posted_by_name": "示例",
        "photo": photo(),
    }
    address = reverse("desk:notice_posting", args=[notice.pk])
    return world.browser("station_officer@station-360702101").post(address, form)


def progress_evidence(world):
    plan.load_plan(2)
    world.on_day(date(2020, 7, 3))
    form = {"act": "report", "quarter": "2020Q2", "status": "on_track", "text": plan.WORDS}
    address = reverse("desk:plan_task", args=[2])
    return world.browser("unit_reporter@fpb").post(address, {**form, "evidence": paper()})


def of_the_library(address, name="file", prefix=""):
    def post(world):
        client = world.browser(User.objects.create_superuser("librarian", password=None))
        form = {"title": "果园", "collection": 1, name: photo()}
        form = {f"{prefix}{field}": value for field, value in form.items()}
        return client.post(address, form, headers={"x-requested-with": "XMLHttpRequest"})

    return post


def word(world):
    """An official document in Word, for a new draft."""
    client = world.browser(User.objects.create_superuser("writer", password=None))
    column = DocumentIndexPage.objects.first()
    file = SimpleUploadedFile("通知.docx", Paper().data())
    return client.post(reverse("pages_word_new", args=[column.pk]), {"file": file})


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
    "supervision.forms.ComplaintForm": [complaint],
    "publicity.forms.ObjectionForm": [objection],
    "desk.objection_forms.ObjectionForm": [objection_by_letter],
    "desk.dishonesty_forms.ProposalForm": [dishonest_proposal],
    "desk.complaint_forms.IntakeForm": [complaint_by_letter],
    "desk.opinion_forms.OpinionForm": [opinion_file],
    "desk.batch_forms.OutcomeForm": [outcome],
    "desk.batch_forms.NationalForm": [national],
    "desk.platform_files.FileForm": [platform_file],
    "desk.publications.PublicationForm": [announcement],
    "desk.photo_forms.PhotoForm": [catalogue_photo],
    "desk.ledger_forms.EntryForm": [entry_voucher],
    "desk.ledger_forms.CompleteForm": [late_voucher],
    "desk.import_forms.FileForm": [unit_file],
    "desk.notices.PostingForm": [board_posting],
    "desk.plan_forms.ProgressForm": [progress_evidence],
    "pages.word_in.forms.UploadForm": [word],
    "pages.documents.library_form.LibraryFileForm": [
        of_the_library("/admin/documents/add/"),
        of_the_library("/admin/documents/multiple/add/", "files[]"),
        of_the_library("/admin/documents/chooser/create/", prefix="document-chooser-upload-"),
    ],
    "pages.documents.library_form.LibraryPictureForm": [
        of_the_library("/admin/images/add/"),
        of_the_library("/admin/images/multiple/add/", "files[]"),
        of_the_library("/admin/images/chooser/create/", prefix="image-chooser-upload-"),
    ],
}
KEPT = (
    *(
        StoredFile,
        Material,
        Photo,
        Authorisation,
        EvidenceFile,
        ObjectionEvidence,
        DishonestyEntry,
        DishonestyFile,
        ChangeFile,
        OpinionDraftFile,
    ),
    *(ProductPhoto, ImportBatch, BoardPosting, ProgressFile),
    *(SalesRecord, SaleVoucher, PlatformFile, NationalPublication),
    *(get_document_model(), get_image_model(), Complaint, Objection),
)


def counts():
    scans = UpperReview.objects.exclude(scan=None).count()
    return [scans, *(model.objects.count() for model in KEPT)]
