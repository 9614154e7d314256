"""For every form with a day: a page on which it waits, with all else filled in.

``DOORS`` names the forms as :mod:`tests.support.dated_forms` finds them.
"""

from datetime import date, timedelta
from functools import partial

from django.urls import reverse
from tests.support import plan
from tests.support.dated_forms import forms_with_days
from tests.support.dated_world import MONDAY, OFFICES, SCAN, SHEET, TEXT, Door
from tests.support.desk import opinion
from tests.support.forms import paragraph
from tests.support.holiday_paper import posted
from tests.support.listed import listed

from applications.models import Item
from demo.acts import agent, holder
from demo.preparing import prepare
from demo.timetables import moment
from ledger.ledgers import LEDGERS
from ledger.models import CoordinationNote
from pages.models import DocumentIndexPage
from pages.models.document_words import Section
from registry.models import Membership, Organisation, RuleSet, User
from rules.periods import local_day
from supervision.models import Inspection


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


def _outcome(world):
    outcome = {"result": "pass", "document_no": "市扶办字〔2020〕5号", "scan": SCAN}
    return world.at_the_step("report", "city", ("decided_on",), **outcome)


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


def _administrators(model, right=None, **typed):
    """The form of a new row of basic data."""

    def open_door(world):
        world.travel(MONDAY)
        label = model.replace(".", "_").lower()
        address = reverse(f"wagtailsnippets_{label}:add")
        client = world.browser(User.objects.get(username="admin"))
        days = tuple(forms_with_days()[f"snippet {model}"])
        values = {name: value() if callable(value) else value for name, value in typed.items()}
        return Door(client, address, days, values, right or {}, reads=address)

    return open_door


def _holiday_paper(world):
    world.travel(date(2026, 11, 28))
    client = world.browser(User.objects.get(username="admin"))
    typed = posted()
    days = tuple(forms_with_days()["snippet registry.HolidayPaper"])
    texts = {name: typed.pop(name, "") for name in days}
    right = {name: text and date.fromisoformat(text) for name, text in texts.items()}
    address = reverse("wagtailsnippets_registry_holidaypaper:add")
    return Door(client, address, days, typed, right)


def _document(world):
    """A guide that an editor writes; who may plans when it appears and goes."""
    world.travel(MONDAY)
    column = DocumentIndexPage.objects.get(section=Section.GUIDE)
    address = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", column.pk])
    typed = {
        "title": "示例指南",
        "slug": "guide",
        "kind": "guide",
        "issuer": "章贡区扶贫办",
        "topic": "扶贫",
        "action-submit": "1",
        **paragraph("正文"),
    }
    days = tuple(forms_with_days()["page DocumentPage"])
    right = {name: "" for name in days if name != "written_on"}
    client = world.browser(User.objects.get(username="editor"))
    return Door(client, address, days, typed, right, reads=address)


def _office_of_the_rules(name):
    return getattr(RuleSet.objects.get(), f"{name}_id")


def _ledger(word):
    """A row of a unit that keeps this ledger; relations are left out, so it is never accepted."""

    def open_door(world):
        world.travel(MONDAY)
        ledger = LEDGERS[word]
        keeper = Membership.objects.filter(
            role="unit_reporter", organisation__kind__in=ledger.kept_by
        ).first()
        days = tuple(forms_with_days()[f"ledger {word}"])
        address = reverse("desk:new_entry", args=[word])
        typed = _row_of(ledger) | {"unit": keeper.organisation_id}
        return Door(world.browser(keeper.user), address, days, typed, is_whole=False)

    return open_door


def _row_of(ledger):
    """Something that can be read in each plain column but the days."""
    row = {}
    for column in ledger.first_columns:
        if not column.is_day and not column.field.is_relation:
            choices = [word for word, _title in column.choices or () if word]
            row[column.name] = choices[0] if choices else "1"
    return row | {"number": "x" * 200}  # too long in any ledger, so that none is complete


def _preview(world):
    """The column as it will be tomorrow, for somebody outside."""
    world.travel(MONDAY)
    column = DocumentIndexPage.objects.get(section=Section.GUIDE)
    address = reverse("pages_previews", args=[column.pk])
    client = world.browser(User.objects.get(username="editor"))
    right = {"moment": MONDAY + timedelta(days=1)}
    return Door(client, address, ("moment",), {"purpose": "法制股会签", "hours": "24"}, right)


DOORS = {
    "desk.platform_files.FileForm": _platform_file,
    "desk.batch_forms.ReportForm": _report,
    "desk.batch_forms.OutcomeForm": _outcome,
    "desk.batch_forms.NationalForm": _national,
    "desk.batch_forms.ListingForm": _listing,
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
    "portal.forms.authorisations.AuthorisationForm": _letter,
    "pages.previewing.forms.PreviewForm": _preview,
    "portal.forms.changes.ChangeForm": _change,
    "portal.forms.materials.MaterialForm": _material,
    "portal.forms.particulars.CommitmentForm": _commitment,
    "portal.forms.profile.LicenceForm": _licence,
    "portal.forms.profile.ProfileForm": _profile,
    "portal.forms.sales.SaleForm": _sale,
    "snippet registry.HolidayPaper": _holiday_paper,
    "snippet registry.LocalOverride": _administrators(
        "registry.LocalOverride", basis="章府办〔2020〕3号"
    ),
    "snippet registry.Membership": _administrators(
        "registry.Membership",
        role="fpb_clerk",
        user=lambda: holder("fpb_reviewer@fpb").pk,
        organisation=lambda: Organisation.objects.get(code="fpb").pk,
    ),
    "snippet registry.Organisation": _administrators(
        "registry.Organisation", code="new", name="新设办公室", kind="department", level="district"
    ),
    "snippet registry.RuleSet": _administrators(
        "registry.RuleSet",
        {"effective_from": MONDAY + timedelta(days=1), "effective_until": ""},
        name="修订（虚构）",
        contact_phone="0797-8000000",
        address="章贡区示例路1号",
        **{name: partial(_office_of_the_rules, name) for name in OFFICES},
    ),
    "snippet registry.Township": _administrators(
        "registry.Township",
        gb_code="360702199",
        name="新设街道",
        kind="subdistrict",
        administered_by="章贡区",
    ),
    "page DocumentPage": _document,
    **{f"ledger {word}": _ledger(word) for word in LEDGERS},
}
