"""Every address of the desk, whom it lets in and what it is about: the table of the matrix test."""

from dataclasses import dataclass

from registry.roles import CHOICES as ROLES

EVERY_OFFICER = {role for role, _title in ROLES}
STATION, DISTRICT, UPPER = (
    {"station_officer", "station_head"},
    {
        "fpb_clerk",
        "fpb_reviewer",
        "agri_reviewer",
        "upper_recorder",
        "export_officer",
        "complaint_officer",
        "manager",
        "agri_head",
        "price_reviewer",
        "price_head",
        "auditor",
    },
    {"city_reviewer", "province_reviewer"},
)
HEADS = {"station_head", "agri_head", "price_head", "manager", "unit_head"}
UNITS = {"unit_reporter", "unit_head"}
IMPORTERS = {"unit_reporter", "fpb_clerk"}
CHECKERS = {"fpb_clerk", "fpb_reviewer"}
KEEPERS = {"fpb_clerk", "manager"}
HANDLERS = {"complaint_officer", "manager", "agri_reviewer"}
INSPECTORS = {"fpb_reviewer", "agri_reviewer", "complaint_officer", "manager"}
DRAWERS = {"complaint_officer", "manager", "agri_head"}
REGISTER_READERS = {"fpb_clerk", "fpb_reviewer", "complaint_officer", "manager", "auditor"}
BATCH_READERS = {"upper_recorder", "export_officer", "manager", "auditor"}
CHANGES = {
    "station_officer",
    "station_head",
    "fpb_clerk",
    "fpb_reviewer",
    "agri_reviewer",
    "upper_recorder",
    "province_reviewer",
    "complaint_officer",
    "manager",
    "auditor",
}
OFFICE = {
    **dict.fromkeys(STATION, "station-360702101"),
    **dict.fromkeys(DISTRICT, "fpb"),
    "agri_reviewer": "nyncj",
    "agri_head": "nyncj",
    "price_reviewer": "scjgj",
    "price_head": "scjgj",
    "city_reviewer": "city-fpb",
    "province_reviewer": "province-fpb",
    **dict.fromkeys(UNITS, "zgh"),
}


@dataclass(frozen=True)
class Door:
    """Whom a page lets in, and the paper that it is about ("" when it is about none)."""

    roles: set
    about: str = ""
    method: str = "get"


def _any(about="", method="get"):
    return Door(EVERY_OFFICER, about, method)


#: Pages of the desk for whoever works in the back office, editors without a duty among them.
EDITORS_TOO = {"tokens": "in", "revoke_token": "404"}
DOORS = {
    "inbox": _any(),
    "csv": _any(),
    "xlsx": _any(),
    "save_filter": _any(method="post"),
    "forget_filter": _any("nobody", "post"),
    "bulk": _any(method="post"),
    "claim": _any("listed", "post"),
    "release": _any("listed", "post"),
    "application": _any("listed"),
    "tie": _any("submitted", "post"),
    "endorse": Door({"station_officer"}, "submitted"),
    "benefit": Door({"fpb_reviewer"}, "endorsed"),
    "quality": Door({"agri_reviewer"}, "endorsed"),
    "price": Door({"price_reviewer"}, "endorsed"),
    "chart": _any("listed"),
    "bpmn": _any("listed"),
    "objector": Door({"complaint_officer"}, "listed"),
    "answer_objection": Door({"complaint_officer"}, "listed"),
    "objection": Door({"complaint_officer", "fpb_clerk"}, "listed"),
    "investigate": Door({"complaint_officer"}, "listed"),
    "accept_item": Door({"fpb_reviewer", "agri_reviewer", "price_reviewer"}, "listed", "post"),
    "after_complaint": Door({"manager"}, "listed"),
    "after_calendar": Door({"manager"}, "listed"),
    "terminate": Door({"manager"}, "listed"),
    "take_back": _any("nobody"),
    "applicant": _any("listed"),
    "archive": Door({"fpb_clerk", "manager", "auditor"}, "listed"),
    "performance": Door(HEADS | {"auditor"}),
    "performance_lines": Door(HEADS | {"auditor"}),
    "hold": Door({"fpb_clerk", "complaint_officer", "manager"}, "listed"),
    "lift_hold": Door({"fpb_clerk", "complaint_officer", "manager"}, "listed"),
    "send_to_station": Door({"fpb_reviewer", "agri_reviewer", "price_reviewer"}, "endorsed"),
    "urge": Door(HEADS, "listed", "post"),
    "material": _any("listed"),
    "opinion_file": _any("listed"),
    "draft_file": _any("nobody"),
    "proposal_file": _any("endorsed"),
    "scan": _any("listed"),
    "letter": _any("listed"),
    "report_paper": _any("listed"),
    "evidence": _any("listed"),
    "assign": Door({"fpb_clerk"}),
    "notice": Door({"fpb_clerk"}),
    "notices": _any(),
    "notice_evidence": _any("listed"),
    "notice_posting": Door({"station_officer", "fpb_clerk"}, "listed", "post"),
    "notice_package": _any("listed"),
    "report": Door({"fpb_clerk"}),
    "city": Door({"upper_recorder", "city_reviewer"}),
    "province": Door({"upper_recorder", "province_reviewer"}),
    "national": Door({"upper_recorder"}),
    "list": Door({"fpb_clerk"}),
    "photo": _any("listed"),
    "item_changes": Door(CHANGES),
    "changes": Door(CHANGES),
    "change": Door(CHANGES, "entry"),
    "forward_change": Door({"upper_recorder"}, "entry", "post"),
    "change_chart": Door(CHANGES, "entry"),
    "change_bpmn": Door(CHANGES, "entry"),
    "charts": _any(),
    "chart_svg": _any(),
    "chart_bpmn": _any(),
    "transfer_case": Door({"complaint_officer", "manager"}, "entry", "post"),
    "case_proposal": Door({"complaint_officer", "manager"}, "proposal"),
    "confirm_proposal": Door({"complaint_officer", "manager"}, "proposal", "post"),
    "finding": Door({"complaint_officer", "manager"}, "entry"),
    "authorisations": Door(CHECKERS),
    "authorisation": Door(CHECKERS),
    "authorisation_scan": Door(CHECKERS),
    "unit_accounts": Door(KEEPERS),
    "unit_account": Door(KEEPERS),
    "unit_person": Door(KEEPERS),
    "unproved_unit": Door(KEEPERS),
    "complaints": Door(HANDLERS),
    "intake": Door({"complaint_officer", "manager", "fpb_clerk"}),
    "complaint": Door(HANDLERS, "case"),
    "complainant": Door(HANDLERS, "case"),
    "evidence_file": Door(HANDLERS, "case"),
    "dishonesty": Door(REGISTER_READERS),
    "dishonesty_unit": Door({"complaint_officer", "fpb_reviewer"}),
    "propose_dishonesty": Door({"complaint_officer", "fpb_reviewer"}),
    "dishonesty_entry": Door(REGISTER_READERS),
    "dishonesty_chart": Door(REGISTER_READERS),
    "dishonesty_file": Door(REGISTER_READERS),
    "inspections": Door(INSPECTORS),
    "inspection": Door(INSPECTORS),
    "inspection_tie": Door(INSPECTORS, method="post"),
    "reminders": _any(),
    "unit_work": Door(UNITS),
    "filings": Door(UNITS | DISTRICT),
    "filing": Door(UNITS | DISTRICT, "filing"),
    "ledgers": Door(UNITS | DISTRICT),
    "station_map": Door(UNITS | DISTRICT),
    "ledger": Door(UNITS | DISTRICT),
    "export_ledger": Door(UNITS | DISTRICT),
    "new_entry": Door({"unit_reporter"}),
    "import_entries": Door({"unit_reporter"}),
    "import_batch": Door(IMPORTERS, "batch"),
    "import_mistakes": Door(IMPORTERS, "batch"),
    "reconciling": Door({"fpb_clerk"}),
    **dict.fromkeys(("unit_figures", "unit_report", "unit_report_lines"), Door(DISTRICT)),
    "ledger_entry": Door(UNITS | DISTRICT, "venue"),
    "voucher": Door(UNITS | DISTRICT, "venue"),
    "later_voucher": Door(UNITS | DISTRICT, "venue"),
    "sale_voucher": Door(DISTRICT),
    "entry_act": Door(UNITS | DISTRICT, "venue"),
    "tokens": _any(),
    "revoke_token": _any("nobody", "post"),
    "delegations": _any(),
    "end_delegation": _any("nobody", "post"),
    "board": Door({*HEADS, "auditor"}),
    "countersign": Door(HEADS),
    "decide": Door(HEADS, "endorsed", "post"),
    "draws": Door(DRAWERS),
    "draw": Door(DRAWERS),
    "publications": Door(BATCH_READERS),
    "publication": Door(BATCH_READERS),
    "publication_file": Door(BATCH_READERS),
    "page_archive": Door(BATCH_READERS),
    "publish_entry": Door({"upper_recorder"}),
    "withdraw_publication": Door({"upper_recorder"}),
    "platform_files": Door(BATCH_READERS),
    "platform_file": Door(BATCH_READERS),
    "name_platform_columns": Door({"export_officer"}),
    "confirm_platform_file": Door({"export_officer"}, method="post"),
    "undo_platform_file": Door({"export_officer"}),
    "platform_download": Door({"export_officer"}),
    "exchange": Door(BATCH_READERS),
    "exchange_make": Door({"export_officer"}, method="post"),
    "exchange_chain": Door(BATCH_READERS, method="post"),
    "exchange_batch": Door(BATCH_READERS),
    "exchange_approve": Door({"manager"}, method="post"),
    "exchange_resend": Door({"export_officer"}, method="post"),
    "exchange_skip": Door({"manager"}),
    "exchange_answer": Door({"export_officer"}),
    "exchange_download": Door({"export_officer"}),
    "exchange_faults": Door(BATCH_READERS),
    "exchange_fault": Door(BATCH_READERS),
    "exchange_close": Door({"export_officer"}),
    "exchange_again": Door({"export_officer"}, method="post"),
    "subscribers": Door({"export_officer"}),
    "subscriber": Door({"export_officer"}),
    **dict.fromkeys(
        ("try_subscriber", "notify_again", "stop_subscriber"),
        Door({"export_officer"}, method="post"),
    ),
    "quarter": Door(DISTRICT),
    "bulletins": Door(DISTRICT | UNITS | STATION),
    **dict.fromkeys(
        ("bulletin", "bulletin_chart", "bulletin_pdf", "bulletin_docx"),
        Door(DISTRICT | UNITS | STATION, "bulletin"),
    ),
    **dict.fromkeys(
        ("plan_tasks", "plan_task", "progress", "progress_file", "baselines"),
        Door(DISTRICT | UNITS | STATION),
    ),
    "statistics": Door(DISTRICT),
    "statistics_csv": Door(DISTRICT),
    "statistics_xlsx": Door(DISTRICT),
    "statistics_lines": Door(DISTRICT),
    "statistics_lines_csv": Door(DISTRICT),
    "statistics_lines_xlsx": Door(DISTRICT),
    "operations": Door({"manager"}),
    "retry": Door({"manager"}, "nobody", "post"),
}
#: Pages whose door is checked after the paper was found: who may not see it learns nothing.
PAPER_FIRST = {"endorse", "benefit", "quality", "price"}
