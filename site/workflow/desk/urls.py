"""The desk's addresses, under ``/admin/desk/``."""

from django.urls import path

from ..models import Opinion
from . import (
    applications,
    complaints,
    files,
    inbox,
    inspections,
    item_views,
    signing,
    tasks,
    upward,
)

app_name = "desk"


def _sign(kind):
    return signing.Sign.as_view(kind=kind)


urlpatterns = [
    path("", inbox.Inbox.as_view(), name="inbox"),
    path("tasks/<int:pk>/claim/", tasks.Claim.as_view(), name="claim"),
    path("tasks/<int:pk>/release/", tasks.Release.as_view(), name="release"),
    path("applications/<int:pk>/", applications.Paper.as_view(), name="application"),
    path("applications/<int:pk>/tie/", applications.DeclareTie.as_view(), name="tie"),
    path("applications/<int:pk>/endorse/", _sign(Opinion.Step.ENDORSE), name="endorse"),
    path("applications/<int:pk>/benefit/", _sign(Opinion.Step.BENEFIT), name="benefit"),
    path("applications/<int:pk>/quality/", _sign(Opinion.Step.QUALITY), name="quality"),
    path("items/<int:pk>/chart.svg", applications.Chart.as_view(), name="chart"),
    path("items/<int:pk>/objection/", item_views.TakeObjection.as_view(), name="objection"),
    path("items/<int:pk>/investigate/", item_views.Investigate.as_view(), name="investigate"),
    path("items/<int:pk>/terminate/", item_views.Terminate.as_view(), name="terminate"),
    path("materials/<uuid:uid>/", files.MaterialView.as_view(), name="material"),
    path("evidence/<str:digest>/", files.EvidenceView.as_view(), name="evidence"),
    path("complaints/", complaints.Complaints.as_view(), name="complaints"),
    path("complaints/new/", complaints.Intake.as_view(), name="intake"),
    path("complaints/<int:pk>/", complaints.ComplaintPage.as_view(), name="complaint"),
    path("complaints/<int:pk>/person/", complaints.Reveal.as_view(), name="reveal"),
    path("voice/<uuid:uid>/", complaints.VoiceEvidence.as_view(), name="voice_evidence"),
    path("inspections/", inspections.Inspections.as_view(), name="inspections"),
    path("inspections/<int:pk>/", inspections.InspectionPage.as_view(), name="inspection"),
    path("stations/", upward.Assign.as_view(), name="assign"),
    path("notice/", upward.Notice.as_view(), name="notice"),
    path("report/", upward.Report.as_view(), name="report"),
    path("city/", upward.City.as_view(), name="city"),
    path("province/", upward.Province.as_view(), name="province"),
    path("national/", upward.National.as_view(), name="national"),
    path("listing/", upward.Listing.as_view(), name="list"),
]
