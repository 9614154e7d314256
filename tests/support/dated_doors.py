"""For every form with a day: a page on which it waits, with all else filled in.

``DOORS`` names the forms as :mod:`tests.support.dated_forms` finds them.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from tests.support import plan
from tests.support.dated_admin_doors import ADMIN
from tests.support.dated_portal_doors import PORTAL
from tests.support.dated_world import MONDAY, SCAN, SHEET, TEXT, Door
from tests.support.desk import opinion
from tests.support.listed import listed

from applications.models import Application, Item
from demo.acts import holder
from ledger.models import CoordinationNote
from registry.models import Organisation, User
from rules.periods import local_day
from supervision.models import Inspection
from workflow.services import archives, disposals


def _report(world):
    return world.at_the_step(
        "notice", "report", ("reported_on",), document_no="章扶办字〔2020〕5号"
    )


def _hold(world):
    """A product between publicity and listing waits until a day."""
    door = _report(world)
    item = Item.objects.get(pk=door.typed["items"])
    address = reverse("desk:hold", args=[item.pk])
    return Door(door.client, address, ("until",), {"because": "等待农产品质量检验结果"})


def _question(world, name, **typed):
    """A question about a product under review, from its reviewer to the clerk."""
    [item] = world.walked("endorse")
    client = world.browser("fpb_reviewer@fpb")
    typed |= {"person": holder("fpb_clerk@fpb").pk, "question": "请核对带动户数的统计口径"}
    return Door(client, reverse(f"desk:{name}", args=[item.pk]), ("due_on",), typed)


def _officer(world, name, *args, **typed):
    """An administrator's page of officers."""
    world.travel(MONDAY)
    client = world.browser(User.objects.get(username="admin"))
    typed |= {"organisation": Organisation.objects.get(code="fpb").pk, "roles": ["fpb_clerk"]}
    return Door(client, reverse(f"desk:{name}", args=args), ("first_day",), typed)


def _appoint(world):
    names = {"last_name": "示", "first_name": "例新", "username": "new", "email": "n@example.com"}
    return _officer(world, "appoint", **names)


def _move_officer(world):
    return _officer(world, "move_officer", holder("fpb_reviewer@fpb").pk)


def _end_officer(world):
    return _officer(world, "end_officer", holder("fpb_reviewer@fpb").pk, because="退休")


def _ask(world):
    return _question(world, "consult", whom="person")


def _entrust(world):
    return _question(world, "entrust")


def _both_outcomes(world):
    """The city's paper and the province's came together."""
    city = {"result": "pass", "document_no": "市扶办字〔2020〕5号", "scan": SCAN}
    province = {"with_province": "on", "province_document_no": "省扶办字〔2020〕5号"}
    both = {**city, **province, "province_scan": SCAN}
    return world.at_the_step("report", "city", ("decided_on", "province_decided_on"), **both)


def _outcome_of_province(world):
    outcome = {"result": "pass", "document_no": "省扶办字〔2020〕5号", "scan": SCAN}
    return world.at_the_step("city", "province", ("decided_on",), **outcome)


def _correction(world):
    """The day of the city's outcome was typed wrongly; the province has not decided yet."""
    [item] = world.walked("city")
    review = item.upper_reviews.get(level="city")
    world.travel(local_day(review.recorded_at))
    address = reverse("desk:correct_outcome", args=[review.pk])
    typed = {"document_no": "市扶办字〔2020〕6号", "because": "文号录入有误"}
    return Door(world.browser("upper_recorder@fpb"), address, ("decided_on",), typed)


def _national(world):
    typed = {"external_url": "https://example.gov.cn/1", "evidence": SCAN}
    return world.at_the_step("province", "national", ("published_on",), **typed)


def _listing(world):
    return world.at_the_step(
        "national", "list", ("listed_on",), evidence="公示期满无异议（截图存档）"
    )


def _send(world):
    case = world.case()
    report = {"report_no": "章扶办字〔2020〕6号"}
    return world.case_step(case, "fpb_clerk@fpb", "report_upward", "reported_up_on", **report)


def _ruling(world):
    ruling = {"ruling": "remove", "ruling_no": "省测扶办字〔2020〕9号"}
    case = world.case(is_sent=True)
    return world.case_step(case, "upper_recorder@fpb", "record_ruling", "ruled_on", **ruling)


def _recheck(world):
    case = world.case(is_sent=True, asks_removal=False)
    recheck = {"conclusion": "resume", "text": TEXT}
    return world.case_step(case, "fpb_reviewer@fpb", "recheck", "rechecked_on", **recheck)


def _forward(world):
    address = reverse("desk:forward_change", args=[world.case(is_sent=True).pk])
    return Door(world.browser("upper_recorder@fpb"), address, ("city_on", "province_on"))


def _transfer(world):
    address = reverse("desk:transfer_case", args=[world.case().pk])
    typed = {"transfer-receiver": "区市场监督管理局", "transfer-document_no": "章扶办函〔2020〕2号"}
    who = world.browser("complaint_officer@fpb")
    return Door(who, address, ("sent_on",), typed, prefix="transfer-")


def _publication(world):
    """What the platform announced of a removal."""
    case = world.case(is_sent=True, is_ruled=True)
    address = reverse("desk:publish_entry", args=[case.certificate_id])
    typed = {"kind": "removal", "address": "https://example.gov.cn/2", "evidence": SCAN}
    return Door(world.browser("upper_recorder@fpb"), address, ("first_day", "last_day"), typed)


def _platform_file(world):
    """A platform's list, which is compared and books nothing."""
    world.travel(MONDAY)
    typed = {"kind": "catalog", "platform": "832平台", "file": SHEET}
    address = reverse("desk:platform_files")
    return Door(world.browser("export_officer@fpb"), address, ("last_day",), typed)


def _finding(world):
    world.travel(MONDAY)
    address = reverse("desk:finding", args=[listed().pk])
    typed = {
        "origin": "office",
        "reason_code": "quality_safety",
        "text": TEXT,
        "measure": "suspend",
    }
    return Door(world.browser("complaint_officer@fpb"), address, ("changed_on",), typed)


def _delegation(world):
    world.travel(MONDAY)
    clerk, deputy = (holder(f"{role}@fpb") for role in ("fpb_clerk", "fpb_reviewer"))
    typed = {
        "organisation": clerk.memberships.get().organisation_id,
        "absent": clerk.pk,
        "deputy": deputy.pk,
        "because": "外出培训",
    }
    days = ("valid_from", "valid_until")
    return Door(world.browser(clerk), reverse("desk:delegations"), days, typed)


def _inspection_plan(world):
    world.travel(MONDAY)
    entry = listed()
    typed = {"certificate": entry.number, "owner": entry.ruleset.bureau_id}
    who = world.browser("fpb_reviewer@fpb")
    return Door(who, reverse("desk:inspections"), ("planned_on",), typed)


def _inspection(world):
    world.travel(MONDAY)
    entry = listed()
    planned = Inspection.objects.create(
        certificate=entry,
        owner=entry.ruleset.office,
        planned_on=MONDAY,
        planned_by=holder("manager@fpb"),
    )
    typed = dict.fromkeys(("quality", "price", "benefit"), "sound")
    typed |= {"findings": TEXT, "conclusion": "passed"}
    address = reverse("desk:inspection", args=[planned.pk])
    return Door(world.browser("fpb_reviewer@fpb"), address, ("done_on",), typed, reads=address)


def _posting(world):
    [item] = world.walked("notice")
    publicity = item.publicity_entries.get().publicity
    world.travel(publicity.first_day, 15)
    typed = {
        "station": item.application.station_id,
        "place": "示例村村部公示栏",
        "posted_by_name": "示例",
    }
    address = reverse("desk:notice_posting", args=[publicity.pk])
    return Door(world.browser("fpb_clerk@fpb"), address, ("posted_on",), typed)


def _visit(world):
    [item] = world.walked("submit")
    world.travel(local_day(item.application.submitted_at), 16)
    code = item.application.station.code
    address = reverse("desk:endorse", args=[item.application_id])
    typed = {**opinion(item), "do": "sign"}
    who = world.browser(f"station_officer@{code}")
    return Door(who, address, ("visited_on",), typed, prefix=f"item-{item.pk}-")


def _problem(world):
    plan.load_plan()
    world.travel(MONDAY)
    owner = plan.all_units().filter(task__number=2).first().organisation_id
    typed = {"act": "problem", "text": "销售渠道不畅，需要协调解决。", "owner": owner}
    who = world.browser("manager@fpb")
    return Door(who, reverse("desk:plan_task", args=[2]), ("due_on",), typed)


def _note(world):
    plan.load_plan()
    world.travel(MONDAY)
    typed = {
        "act": "note",
        "kind": CoordinationNote.Kind.values[0],
        "text": "召开协调会，明确分工。",
    }
    who = world.browser("manager@fpb")
    return Door(who, reverse("desk:plan_task", args=[2]), ("day",), typed)


def _archive_receipt(world):
    """A list of one file that the head agreed to hand over."""
    [item] = world.walked("endorse", choice="refuse")
    world.travel(MONDAY)
    who = {"by": holder("fpb_clerk@fpb"), "at": timezone.now()}
    paper = Application.objects.get(pk=item.application_id)
    filed = archives.file_application(paper, retention="Y", **who)
    about = {"because": "按期移交档案馆保管", "receiver": "示例区档案馆"}
    leaving = disposals.list_files("transfer", [filed], **about, **who)
    disposals.decide(leaving, is_approved=True, by=holder("manager@fpb"), at=who["at"])
    address = reverse("desk:disposal", args=[leaving.pk])
    typed = {"receipt_no": "交〔2020〕1号"}
    return Door(world.browser("fpb_clerk@fpb"), address, ("received_on",), typed)


def _word(world):
    """A district's own name for a category, from one day to another."""
    world.travel(MONDAY)
    address = reverse("desk:word", args=["category", "fruit"])
    right = {"begins_on": MONDAY + timedelta(days=1), "ends_on": MONDAY + timedelta(days=9)}
    typed = {"name": "鲜果", "position": 20, "because": "按本区分类称呼"}
    who = world.browser(User.objects.get(username="admin"))
    return Door(who, address, ("begins_on", "ends_on"), typed, right=right)


def _preserve(world):
    [item] = world.walked("endorse", choice="refuse")
    world.travel(MONDAY)
    address = reverse("desk:preserve", args=["application", item.application_id])
    typed = {"paper_no": "示检调〔2020〕1号", "because": "检察机关调取，案件没有办结"}
    return Door(world.browser("fpb_clerk@fpb"), address, ("until",), typed)


DOORS = {
    "desk.listed_words.WordForm": _word,
    "desk.preservations.PreserveForm": _preserve,
    "desk.disposals.ReceiptForm": _archive_receipt,
    "desk.platform_files.FileForm": _platform_file,
    "desk.batch_forms.ReportForm": _report,
    "desk.batch_forms.OutcomeForm": _outcome_of_province,
    "desk.batch_forms.CityForm": _both_outcomes,
    "desk.batch_forms.NationalForm": _national,
    "desk.batch_forms.ListingForm": _listing,
    "desk.consultation_forms.AskForm": _ask,
    "desk.consultation_forms.EntrustForm": _entrust,
    "desk.corrections.CorrectionForm": _correction,
    "desk.officers.AppointForm": _appoint,
    "desk.officers.EndForm": _end_officer,
    "desk.officers.MoveForm": _move_officer,
    "desk.holds.HoldForm": _hold,
    "desk.change_forms.SendForm": _send,
    "desk.change_forms.RulingForm": _ruling,
    "desk.change_forms.RecheckForm": _recheck,
    "desk.change_forms.ForwardForm": _forward,
    "desk.change_forms.CaseTransferForm": _transfer,
    "desk.publications.PublicationForm": _publication,
    "desk.change_forms.FindingForm": _finding,
    "desk.delegations.DelegationForm": _delegation,
    "desk.inspections.PlanForm": _inspection_plan,
    "desk.inspections.ResultForm": _inspection,
    "desk.notices.PostingForm": _posting,
    "desk.opinion_forms.OpinionForm": _visit,
    "desk.plan_forms.ProblemForm": _problem,
    "desk.plan_forms.NoteForm": _note,
    **PORTAL,
    **ADMIN,
}
