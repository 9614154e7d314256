"""For every form with a file: a page on which it stands, with all else filled in."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.support import plan
from tests.support.desk import opinion, page
from tests.support.dishonest import FACTS
from tests.support.file_world import COMPLAINT_FORM, paper, photo
from tests.support.listed import listed
from tests.support.portal_file_doors import DOORS as PORTAL_DOORS
from tests.support.word_papers import Paper

from demo.acts import holder
from doors import tickets
from ledger.ledgers import LEDGERS
from ledger.services import entries
from pages.models import DocumentIndexPage, NoticePage
from publicity.models import Publicity
from registry.models import Organisation, RuleSet, User


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


VENUE = {
    "number": "GUI-01",
    "kind": "counter",
    "name": "示例专柜",
    "address": "示例路1号",
    "operator": "示例商超（虚构）",
    "opened_on": "2020-04-01",
}


def objection_by_letter(world):
    (item,) = world.walked("notice")
    world.on_day(Publicity.objects.get().first_day)
    form = {"channel": "letter", "content": "带动户数与实际不符", "evidence": paper()}
    return world.browser("fpb_clerk@fpb").post(page("objection", item.pk), form)


def complaint_by_letter(world):
    form = {**COMPLAINT_FORM, "source": "12317", "evidence": paper()}
    return world.browser("complaint_officer@fpb").post(page("intake"), form)


def dishonest_proposal(world):
    applicant = listed().applicant
    form = {"cause": "false_material", "facts": FACTS, "basis": "章测扶办〔2020〕3号"}
    address = page("propose_dishonesty", applicant.pk)
    return world.browser("complaint_officer@fpb").post(address, {**form, "evidence": paper()})


def opinion_file(world):
    (item,) = world.walked("endorse")
    world.on_day(date(2020, 4, 8))
    form = {**opinion(item), f"item-{item.pk}-files": paper()}
    return world.browser("fpb_reviewer@fpb").post(page("benefit", item.application_id), form)


def outcome(world):
    client, items = world.recorder("report", date(2020, 4, 22))
    form = {"result": "pass", "decided_on": "2020-04-22", "document_no": "市扶办字〔2020〕3号"}
    return client.post(page("city"), {**items, **form, "scan": paper()})


def both_outcomes(world):
    """The province's scan beside the city's outcome."""
    client, items = world.recorder("report", date(2020, 4, 22))
    form = {"result": "pass", "decided_on": "2020-04-22", "document_no": "市扶办字〔2020〕3号"}
    upper = {"with_province": "on", "province_decided_on": "2020-04-22"}
    upper |= {"province_document_no": "省扶办字〔2020〕3号", "province_scan": paper()}
    return client.post(page("city"), {**items, **form, **upper})


def outcome_of_province(world):
    client, items = world.recorder("city", date(2020, 5, 13))
    form = {"result": "pass", "decided_on": "2020-05-12", "document_no": "省扶办字〔2020〕3号"}
    return client.post(page("province"), {**items, **form, "scan": paper()})


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


def roster_to_mask(world):
    client = world.browser(User.objects.create_superuser("librarian", password=None))
    return client.post(reverse("pages_masking"), {"text": "", "file": paper("名册.docx")})


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
    **PORTAL_DOORS,
    "supervision.forms.ComplaintForm": [complaint],
    "publicity.forms.ObjectionForm": [objection],
    "desk.objection_forms.ObjectionForm": [objection_by_letter],
    "desk.dishonesty_forms.ProposalForm": [dishonest_proposal],
    "desk.complaint_forms.IntakeForm": [complaint_by_letter],
    "desk.opinion_forms.OpinionForm": [opinion_file],
    "desk.batch_forms.OutcomeForm": [outcome_of_province],
    "desk.batch_forms.CityForm": [outcome, both_outcomes],
    "desk.batch_forms.NationalForm": [national],
    "desk.platform_files.FileForm": [platform_file],
    "desk.publications.PublicationForm": [announcement],
    "desk.photo_forms.PhotoForm": [catalogue_photo],
    "desk.ledger_forms.EntryForm": [entry_voucher],
    "desk.ledger_forms.CompleteForm": [late_voucher],
    "desk.import_forms.FileForm": [unit_file],
    "desk.notices.PostingForm": [board_posting],
    "desk.plan_forms.ProgressForm": [progress_evidence],
    "pages.masking.forms.MaskForm": [roster_to_mask],
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
