"""The public's doors: complaining, following what became of it, asking to buy."""

from datetime import datetime, timedelta
from functools import partial

from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from doors import tickets
from doors.acts import FormAct
from doors.admissions import admit, count
from doors.refusals import add_reasons
from publicity.models import Objection, PublicityEntry
from registry.callers import address_of, received_at
from registry.models import RuleSet
from rules.lifecycle import ComplaintState
from rules.periods import day_starts, local_day
from rules.refusal import Refused
from rules.vocabulary import COMPLAINT_CATEGORIES

from .forms import (
    ComplaintForm,
    FeedbackRatingForm,
    FollowForm,
    IntentForm,
    SiteReportForm,
    certificate_called,
)
from .models import Complaint, PurchaseIntent, SiteReport
from .services import complaints, intents, ratings
from .services.site_reports import report_site

RECEIPTS = {
    each._meta.model_name: each for each in (Complaint, Objection, PurchaseIntent, SiteReport)
}
#: What a receipt's number begins with; that of an objection has no other word.
PAPERS = {"TS": Complaint, "CW": SiteReport}
RECEIPT_SHOWN_FOR = timedelta(minutes=10)
WRONG_TRIES = 20


def remember_receipt(request, received):
    """Let this browser, and no other, read the receipt for some minutes."""
    until = (timezone.now() + RECEIPT_SHOWN_FOR).isoformat()
    request.session["received"] = [received._meta.model_name, received.pk, until]


def remembered_receipt(request):
    """``(kind, receipt)`` of what this browser has just sent in; Nones when there is none."""
    kind, key, until = request.session.get("received", ["", 0, ""])
    if kind not in RECEIPTS or timezone.now() > datetime.fromisoformat(until):
        return None, None
    return kind, RECEIPTS[kind].objects.filter(pk=key).first()


@method_decorator(never_cache, name="dispatch")
class PublicForm(FormAct, TemplateView):
    """A guarded form: shown, sent in once, answered with a receipt.

    ``receive(form, evidence)`` calls the service.
    """

    @cached_property
    def at(self):
        return received_at(self.request)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request, "at": self.at}

    def act(self, form):
        files = form.cleaned_data.get("evidence", [])
        return admit(form.visit(), partial(self.receive, form), at=self.at, files=files)

    def succeed(self, received):
        remember_receipt(self.request, received)
        return redirect("supervision:received")

    def get_context_data(self, **kwargs):
        return super().get_context_data(ruleset=terms_at(self.at), **kwargs)


def terms_at(at):
    """The rule set in force, for its lines and limits; None before there is one."""
    return RuleSet.objects.in_force(local_day(at)).select_related("office").first()


class NewComplaint(PublicForm):
    """``?about=<certificate number>`` fills in what it is about."""

    template_name = "supervision/complain.html"
    form_class = ComplaintForm

    @cached_property
    def about(self):
        return certificate_called(self.request.GET.get("about", ""))

    @cached_property
    def entry(self):
        """The publicised product that it is about, whose notice has ended (A11)."""
        entry_id = self.request.GET.get("entry", "")
        return PublicityEntry.objects.filter(pk=entry_id).first() if entry_id.isdecimal() else None

    def get_initial(self):
        """What it is about, as the address says."""
        about_text = self.request.GET.get("about", "")[:120]
        if self.entry is not None:
            about = f"{self.entry.product_name}（{self.entry.applicant_name}）"
            return {"subject_kind": "product", "about_text": about, "entry": self.entry.pk}
        if self.about is None:
            return {"about_text": about_text}
        return {
            "subject_kind": "product",
            "about_text": f"{self.about.version.name}（{self.about.applicant.name}）",
            "certificate_no": self.about.number,
        }

    def receive(self, form, evidence):
        values = {**form.complaint(), "evidence": evidence}
        return complaints.receive(source="web", at=self.at, **values)


class NewIntent(PublicForm):
    """``?product=<certificate number>``: only of what may be sold under the name today."""

    template_name = "supervision/intend.html"
    form_class = IntentForm

    @cached_property
    def certificate(self):
        certificate = certificate_called(self.request.GET.get("product", ""))
        if certificate is None or certificate.status_on(local_day(self.at)) != "active":
            raise Http404
        return certificate

    def receive(self, form, evidence):
        return intents.submit(self.certificate, at=self.at, **form.buyer())

    def get_context_data(self, **kwargs):
        return super().get_context_data(certificate=self.certificate, **kwargs)


class NewSiteReport(PublicForm):
    """``?page=<address>``: the page on which something is wrong."""

    template_name = "supervision/report_site.html"
    form_class = SiteReportForm

    def get_initial(self):
        return {"page_url": self.request.GET.get("page", "")[:500]}

    def receive(self, form, evidence):
        return report_site(at=self.at, **form.report())


@method_decorator(never_cache, name="dispatch")
class Received(TemplateView):
    """The receipt: number and code, for the browser that sent the form in."""

    template_name = "supervision/received.html"

    def get(self, request, *args, **kwargs):
        kind, receipt = remembered_receipt(request)
        if receipt is None:
            return redirect("supervision:follow")
        context = self.get_context_data(
            kind=kind, receipt=receipt, ruleset=terms_at(timezone.now())
        )
        return self.render_to_response(context)


@method_decorator(never_cache, name="dispatch")
class Follow(TemplateView):
    """What became of it, for who has the number and the code; guessing is slow (R25)."""

    template_name = "supervision/follow.html"

    def get(self, request, *args, **kwargs):
        return self.show(FollowForm())

    def post(self, request, *args, **kwargs):
        form = FollowForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        paper, status = self.find(form, timezone.now())
        return self.show(form, paper=paper) if paper else self.show(form, status=status)

    def find(self, form, at):
        """``(paper, 200)`` that number and code open; else None with the status of the refusal."""
        number = form.cleaned_data["number"].strip().upper()
        place = tickets.place_key(address_of(self.request), at=at)
        if not (_may_try("follow", place, at) and _may_try("follow no", number, at)):
            form.add_error(None, "查询次数过多，请一小时后再试")
            return None, 429
        paper = find_with_code(number, form.cleaned_data["code"])
        if paper is None:
            form.add_error(None, "受理编号或查询码不正确，请核对后重新填写")
        return paper, 200 if paper else 422

    def show(self, form, paper=None, status=200, rating_form=None, **more):
        if paper is not None:
            opened = {"number": paper.number, "code": form.cleaned_data["code"]}
            more["feedback"] = paper.feedbacks.last() if isinstance(paper, Complaint) else None
            more["rating_form"] = rating_form or FeedbackRatingForm(initial=opened)
            more |= {"paper": paper, "kind": paper._meta.model_name}
        context = self.get_context_data(form=form, ruleset=terms_at(timezone.now()), **more)
        return render(self.request, self.template_name, context, status=status)


class RateFeedback(Follow):
    """好差评 of what a complaint's author was told; number and code as for reading it."""

    def get(self, request, *args, **kwargs):
        return redirect("supervision:follow")

    def post(self, request, *args, **kwargs):
        form, at = FeedbackRatingForm(request.POST), timezone.now()
        follow = FollowForm(request.POST)
        if not follow.is_valid():
            return self.show(follow, status=422)
        paper, status = self.find(follow, at)
        if not isinstance(paper, Complaint):
            return self.show(follow, paper=paper, status=status)
        if not form.is_valid():
            return self.show(follow, paper=paper, rating_form=form, status=422)
        try:
            ratings.rate_feedback(paper, at=at, **form.values())
        except Refused as refused:
            add_reasons(form, refused)
            return self.show(follow, paper=paper, rating_form=form, status=422)
        return self.show(follow, paper=paper)


def _may_try(scope, key, at):
    return count(scope, key[:32], limit=WRONG_TRIES, at=at)


def find_with_code(number, code):
    """What both open; None, in the same words, when either is wrong."""
    papers = PAPERS.get(number[:2], Objection)
    paper = papers.objects.filter(number=number).first()
    return paper if paper is not None and paper.answers_to(code) else None


#: From so many complaints on, bars say more than the numbers alone.
CHARTED = 20


class Figures(TemplateView):
    """How many complaints there were this year, by state and category; nobody is named."""

    template_name = "supervision/figures.html"

    def get_context_data(self, **kwargs):
        figures = complaint_figures(timezone.now())
        bars = {
            name: [(label, count, f"{count}") for _, label, count in figures[name]]
            for name in ("states", "categories")
        }
        return super().get_context_data(
            **{**figures, **bars},
            is_charted=figures["total"] >= CHARTED,
            ruleset=terms_at(timezone.now()),
            **kwargs,
        )


def complaint_figures(at):
    """``year``, ``total``; ``states`` and ``categories`` as ``(word, label, count)``."""
    today = local_day(at)
    since = day_starts(today.replace(month=1, day=1))
    complaints = Complaint.objects.filter(received_at__gte=since)
    return {
        "year": today.year,
        "total": complaints.count(),
        "states": _counted(
            complaints, "state", [(each.value, each.label) for each in ComplaintState]
        ),
        "categories": _counted(complaints, "category", COMPLAINT_CATEGORIES),
    }


def _counted(complaints, name, choices):
    counts = dict(complaints.order_by().values_list(name).annotate(Count("pk")))
    return [(word, label, counts.get(word, 0)) for word, label in choices]
