"""One unit's progress of one quarter at the desk: read, signed by its head or given back."""

from cryptography.fernet import InvalidToken
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from doors import evidence
from files.delivery import deliver
from ledger import task_policies as policies
from ledger.models import Baseline, Progress, ProgressFile
from ledger.services import tasks as services
from registry.models import Township
from registry.permissions import organisations
from registry.roles import Permission
from rules.sales import quarter_words

from . import plan_forms as forms
from .acts_page import ActsPage, PageAct
from .old_pages import digest_of
from .plan_tasks import PlanView


def _may_sign(view):
    return not [*policies.reasons_against_signing(view.progress, by=view.request.user)]


class ProgressPage(ActsPage, PlanView):
    template_name = "desk/progress.html"
    acts = {
        "sign": PageAct(
            "审签",
            lambda view, data, files: forms.EmptyForm(data),
            lambda view: services.sign_progress(view.progress, **view.who),
            _may_sign,
            "已审签",
        ),
        "return": PageAct(
            "退回更正",
            lambda view, data, files: forms.ReturnForm(data),
            lambda view, reason: services.return_progress(view.progress, reason=reason, **view.who),
            _may_sign,
            "已退回填报人",
        ),
    }

    @cached_property
    def progress(self):
        rows = Progress.objects.select_related(
            "unit__task", "unit__organisation", "reported_by", "confirmed_by"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def page_digest(self):
        """The report as it was handed in: one that was mended since has to be read first."""
        return digest_of(self.progress.reported_at)

    def get_page_title(self):
        return f"{self.progress}"

    def page_of_act(self):
        return reverse("desk:progress", args=[self.progress.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            progress=self.progress,
            quarter=quarter_words(self.progress.quarter),
            files=self.progress.evidence.all(),
            **kwargs,
        )


class ProgressEvidence(PlanView):
    """A file that shows what a unit reports; every look is kept."""

    def get(self, request, uid):
        file = get_object_or_404(ProgressFile, uid=uid)
        try:
            data = evidence.read_evidence(file, by=request.user, at=self.at)
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return deliver(data, file.mime, file.name)


def _stations(view):
    return organisations(view.request.user, Permission.SURVEY_TOWNSHIP)


class Baselines(ActsPage, PlanView):
    """The baseline of every township, who has not handed it in, and the station's own form."""

    template_name = "desk/baselines.html"
    page_title = "摸底调查"
    acts = {
        "survey": PageAct(
            "填报摸底调查",
            lambda view, data, files: forms.SurveyForm(data, initial={"year": view.on.year}),
            lambda view, **values: services.survey(view.own, **values, **view.who),
            lambda view: view.own is not None,
            "摸底调查已填报",
        )
    }

    @cached_property
    def own(self):
        """The township that the person's station serves."""
        townships = Township.objects.in_force(self.on).select_related("station")
        return townships.filter(station__code__in=_stations(self)).first()

    def page_of_act(self):
        return reverse("desk:baselines")

    def get_context_data(self, **kwargs):
        townships = Township.objects.in_force(self.on).exclude(station=None)
        newest = {}
        for each in Baseline.objects.order_by("year").select_related("surveyed_by"):
            newest[each.township_id] = each
        rows = [(township, newest.get(township.pk)) for township in townships]
        return super().get_context_data(
            rows=rows,
            missing=[township for township, baseline in rows if baseline is None],
            **kwargs,
        )
