"""The desk's addresses, under ``/admin/desk/``."""

from django.urls import path

from . import (
    applications,
    authorisations,
    board,
    bulk,
    changes,
    charting,
    complaints,
    countersigning,
    delegations,
    disclosure,
    dishonesty,
    documents,
    draws,
    files,
    findings,
    inbox,
    inspections,
    item_views,
    operations,
    quarters,
    reminders,
    signing,
    step_batches,
    tasks,
    unit_accounts,
    unit_work,
)
from .steps import STEPS

app_name = "desk"


def _signing_pages():
    """One page for each step at which an opinion on a whole application is signed."""
    for step in STEPS.values():
        if step.about == "application":
            name = step.page.removeprefix("desk:")
            view = signing.Sign.as_view(kind=step.duty)
            yield path(f"applications/<int:pk>/{name}/", view, name=name)


urlpatterns = [
    path("", inbox.Inbox.as_view(), name="inbox"),
    path("inbox.csv", inbox.Export.as_view(form="csv"), name="csv"),
    path("inbox.xlsx", inbox.Export.as_view(form="xlsx"), name="xlsx"),
    path("filters/", bulk.SaveFilter.as_view(), name="save_filter"),
    path("filters/<int:pk>/forget/", bulk.ForgetFilter.as_view(), name="forget_filter"),
    path("bulk/", bulk.Bulk.as_view(), name="bulk"),
    path("tasks/<int:pk>/claim/", tasks.Claim.as_view(), name="claim"),
    path("tasks/<int:pk>/release/", tasks.Release.as_view(), name="release"),
    path("applications/<int:pk>/", applications.Paper.as_view(), name="application"),
    path("applications/<int:pk>/tie/", applications.DeclareTie.as_view(), name="tie"),
    *_signing_pages(),
    path("items/<int:pk>/chart.svg", applications.Chart.as_view(), name="chart"),
    path("items/<int:pk>/chart.bpmn", applications.Bpmn.as_view(), name="bpmn"),
    path("opinions/files/<int:pk>/", files.OpinionFileView.as_view(), name="opinion_file"),
    path("drafts/files/<int:pk>/", files.DraftFileView.as_view(), name="draft_file"),
    path("proposals/files/<int:pk>/", files.ProposalFileView.as_view(), name="proposal_file"),
    path("items/<int:pk>/objection/", item_views.TakeObjection.as_view(), name="objection"),
    path("items/<int:pk>/investigate/", item_views.Investigate.as_view(), name="investigate"),
    path(
        "objections/<int:pk>/answer/", item_views.AnswerObjection.as_view(), name="answer_objection"
    ),
    path("objections/<int:pk>/person/", disclosure.ObjectorView.as_view(), name="objector"),
    path("items/<int:pk>/terminate/", item_views.Terminate.as_view(), name="terminate"),
    path("items/<int:pk>/changes/", changes.ItemChanges.as_view(), name="item_changes"),
    path("changes/", changes.Changes.as_view(), name="changes"),
    path("changes/<int:pk>/", changes.Change.as_view(), name="change"),
    path("changes/<int:pk>/forwarded/", changes.Forward.as_view(), name="forward_change"),
    path("changes/<int:pk>/chart.svg", changes.ChangeChart.as_view(), name="change_chart"),
    path("changes/<int:pk>/chart.bpmn", changes.ChangeBpmn.as_view(), name="change_bpmn"),
    path("changes/<int:pk>/transfer/", findings.Transfer.as_view(), name="transfer_case"),
    path("changes/<int:pk>/published/", findings.Publication.as_view(), name="publish_removal"),
    path("proposals/<int:pk>/", findings.ProposalPage.as_view(), name="case_proposal"),
    path(
        "proposals/<int:pk>/confirm/", findings.ConfirmProposal.as_view(), name="confirm_proposal"
    ),
    path("entries/<int:pk>/finding/", findings.Finding.as_view(), name="finding"),
    path("materials/<uuid:uid>/", files.MaterialView.as_view(), name="material"),
    path("photos/<int:pk>/", files.PhotoView.as_view(), name="photo"),
    path("authorisations/", authorisations.Authorisations.as_view(), name="authorisations"),
    path(
        "authorisations/<uuid:uid>/",
        authorisations.CheckAuthorisation.as_view(),
        name="authorisation",
    ),
    path(
        "authorisations/<uuid:uid>/scan/",
        authorisations.AuthorisationScan.as_view(),
        name="authorisation_scan",
    ),
    path("accounts/", unit_accounts.UnitAccounts.as_view(), name="unit_accounts"),
    path("accounts/<int:pk>/", unit_accounts.UnitAccount.as_view(), name="unit_account"),
    path("accounts/people/<int:pk>/", unit_accounts.UnitPerson.as_view(), name="unit_person"),
    path("accounts/new/<int:pk>/", unit_accounts.UnprovedUnit.as_view(), name="unproved_unit"),
    path("scans/<int:pk>/", files.ScanView.as_view(), name="scan"),
    path("letters/<int:pk>/letter.pdf", documents.LetterPaper.as_view(), name="letter"),
    path("reports/<int:pk>/report.pdf", documents.ReportPaper.as_view(), name="report_paper"),
    path("evidence/<int:pk>/", files.EvidenceView.as_view(), name="evidence"),
    path("complaints/", complaints.Complaints.as_view(), name="complaints"),
    path("complaints/new/", complaints.Intake.as_view(), name="intake"),
    path("complaints/<int:pk>/", complaints.ComplaintPage.as_view(), name="complaint"),
    path("complaints/<int:pk>/person/", complaints.ComplainantView.as_view(), name="complainant"),
    path("evidence/<uuid:uid>/", complaints.EvidenceFileView.as_view(), name="evidence_file"),
    path("dishonesty/", dishonesty.Entries.as_view(), name="dishonesty"),
    path("dishonesty/new/", dishonesty.FindUnit.as_view(), name="dishonesty_unit"),
    path("dishonesty/new/<int:pk>/", dishonesty.Propose.as_view(), name="propose_dishonesty"),
    path("dishonesty/<int:pk>/", dishonesty.Entry.as_view(), name="dishonesty_entry"),
    path("dishonesty/<int:pk>/chart.svg", dishonesty.Chart.as_view(), name="dishonesty_chart"),
    path("dishonesty/files/<uuid:uid>/", dishonesty.File.as_view(), name="dishonesty_file"),
    path("inspections/", inspections.Inspections.as_view(), name="inspections"),
    path("inspections/<int:pk>/", inspections.InspectionPage.as_view(), name="inspection"),
    path("inspections/<int:pk>/tie/", inspections.DeclareTie.as_view(), name="inspection_tie"),
    path("stations/", step_batches.Assign.as_view(), name="assign"),
    path("notice/", step_batches.Notice.as_view(), name="notice"),
    path("report/", step_batches.Report.as_view(), name="report"),
    path("city/", step_batches.City.as_view(), name="city"),
    path("province/", step_batches.Province.as_view(), name="province"),
    path("national/", step_batches.National.as_view(), name="national"),
    path("listing/", step_batches.Listing.as_view(), name="list"),
    path("unit/", unit_work.UnitWork.as_view(), name="unit_work"),
    path("reminders/", reminders.Reminders.as_view(), name="reminders"),
    path("delegations/", delegations.Delegations.as_view(), name="delegations"),
    path("delegations/<int:pk>/end/", delegations.EndDelegation.as_view(), name="end_delegation"),
    path("overdue/", board.Board.as_view(), name="board"),
    path("countersign/", countersigning.Countersign.as_view(), name="countersign"),
    path("countersign/<int:pk>/", countersigning.Decide.as_view(), name="decide"),
    path("draws/", draws.Draws.as_view(), name="draws"),
    path("draws/<int:pk>/", draws.Draw.as_view(), name="draw"),
    path("charts/", charting.Charts.as_view(), name="charts"),
    path("charts/<str:name>.svg", charting.ChartFile.as_view(), name="chart_svg"),
    path("charts/<str:name>.bpmn", charting.BpmnFile.as_view(), name="chart_bpmn"),
    path("quarters/<int:pk>/", quarters.Quarter.as_view(), name="quarter"),
    path("operations/", operations.Operations.as_view(), name="operations"),
    path("operations/<int:pk>/retry/", operations.Retry.as_view(), name="retry"),
]
