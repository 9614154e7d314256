"""Complaints at the desk: the register, a minute's intake, and the page on which one is handled."""

from cryptography.fernet import InvalidToken
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages

from applications.models import Item
from doors.refusals import tell
from registry.calendars import calendar
from registry.roles import Permission
from rules.lifecycle import ComplaintState
from rules.periods import local_day
from rules.refusal import Refused
from rules.vocabulary import COMPLAINT_SOURCES
from supervision.models import Complaint, EvidenceFile
from supervision.policies import complaint_acts, reasons_against_knowing
from supervision.services import complaints, evidence, replies

from . import complaint_forms as forms
from .access import DeskView, may, patiently, typed
from .deadlines import Deadline, days_left
from .files import file_response
from .revealing import Revealing

PER_PAGE = 20
S = ComplaintState

#: Name (of ``policies.COMPLAINT_ACTS``) → title, form, service.
ACTS = {
    "accept": ("受理", forms.HandlerForm, complaints.accept),
    "refuse": ("不予受理", forms.BecauseForm, complaints.not_accept),
    "investigate": ("开始调查", forms.NoteForm, complaints.investigate),
    "ask": ("要求被投诉单位答复", forms.AskForm, replies.ask),
    "extend": ("延长办理期限", forms.BecauseForm, complaints.extend),
    "transfer": ("转办（移送）", forms.TransferForm, complaints.transfer),
    "decide": ("作出处理", forms.DecideForm, complaints.decide),
    "remove": ("按省级决定清理", forms.RemoveForm, complaints.remove_on_decision),
    "feedback": ("反馈", forms.FeedBackForm, complaints.feed_back),
    "close": ("办结", forms.ActForm, complaints.close),
    "hand_over": ("更换承办人", forms.HandlerForm, complaints.hand_over),
    "person": ("指明被反映人", forms.PersonForm, complaints.name_subject),
}


class Complaints(DeskView):
    """The register: open ones by urgency; the number of queries does not depend on the rows."""

    permission = Permission.HANDLE_COMPLAINTS
    template_name = "desk/complaints.html"
    page_title = "投诉举报"
    header_icon = "warning"

    def found(self):
        asked, seen = self.request.GET, Complaint.objects.scope(self.request.user)
        state, source = asked.get("state", "open"), typed(asked, "source")
        if state == "open":
            seen = seen.open()
        elif state in list(S):
            seen = seen.filter(state=state)
        if source:
            seen = seen.filter(source=source)
        if text := typed(asked, "q"):
            seen = seen.filter(
                Q(number__icontains=text)
                | Q(about_text__icontains=text)
                | Q(applicant__name__icontains=text)
                | Q(certificate__number__iexact=text)
            )
        return seen.select_related("handler", "unit").order_by(
            F("finish_due_on").asc(nulls_first=True), "accept_due_on", "pk"
        )

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        page = Paginator(self.found(), PER_PAGE).get_page(asked.get("p"))
        on, known = local_day(self.at), calendar()
        page.object_list = [(each, left(each, on, known)) for each in page.object_list]
        return super().get_context_data(
            page=page,
            states=[("open", "未办结"), ("all", "全部"), *((s.value, s.label) for s in S)],
            sources=COMPLAINT_SOURCES,
            state=asked.get("state", "open"),
            source=typed(asked, "source"),
            q=typed(asked, "q"),
            **kwargs,
        )


def left(complaint, on, known):
    """The deadline of a complaint in words that need no colour; None when nothing is due."""
    return Deadline(*days_left(complaint.due_on, on, known)) if complaint.due_on else None


class Intake(DeskView):
    """A call, a letter, a visitor, the media, another office: written down within a minute."""

    permission = Permission.RECEIVE_COMPLAINTS
    template_name = "desk/intake.html"
    page_title = "登记投诉举报"
    header_icon = "edit"

    def get(self, request):
        return self.show(forms.IntakeForm())

    def post(self, request):
        form = forms.IntakeForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            taken = patiently(complaints.receive)(by=request.user, at=self.at, **form.values())
        except Refused as refused:
            tell(form, refused)
            return self.show(form, status=422)
        told = f"已登记。请告知对方：受理编号 {taken.number}，查询码 {taken.query_code}"
        messages.success(request, told)
        seen = Complaint.objects.scope(request.user).filter(pk=taken.pk).exists()
        if seen and may(request.user, Permission.HANDLE_COMPLAINTS):
            return redirect("desk:complaint", pk=taken.pk)
        return redirect("desk:intake")

    def show(self, form, status=200):
        return self.render_to_response(self.get_context_data(form=form), status=status)


class ComplaintView(DeskView):
    """Anything about one complaint; one outside the officer's sight does not exist."""

    permission = Permission.HANDLE_COMPLAINTS

    @cached_property
    def complaint(self):
        seen = Complaint.objects.scope(self.request.user).select_related(
            "certificate__version", "applicant", "unit", "handler", "taken_by", "about_user"
        )
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def get_page_title(self):
        return f"投诉举报 {self.complaint.number}"


class ComplaintPage(ComplaintView):
    """The whole case, what can be done now, and the form of each act."""

    template_name = "desk/complaint.html"
    header_icon = "warning"

    def get(self, request, pk):
        return self.show()

    def post(self, request, pk):
        """One act, named by ``act``."""
        name = request.POST.get("act", "")
        reasons = dict(complaint_acts(self.complaint, by=request.user)).get(name, ["请选择事项"])
        if reasons:
            messages.error(request, "；".join(reasons))
            return redirect("desk:complaint", pk=pk)
        title, form_class, act = ACTS[name]
        form = self.form(name, form_class, request.POST)
        if not form.is_valid():
            return self.show(bound={name: form}, status=422)
        try:
            patiently(act)(self.complaint, by=request.user, at=self.at, **form.cleaned_data)
        except Refused as refused:
            tell(form, refused)
            return self.show(bound={name: form}, status=422)
        messages.success(request, f"{title}：{self.complaint.number}")
        return redirect("desk:complaint", pk=pk)

    def form(self, name, form_class, data=None):
        return form_class(
            data, complaint=self.complaint, on=local_day(self.at), auto_id=f"id_{name}_%s"
        )

    def show(self, bound=None, status=200):
        complaint, user, bound = self.complaint, self.request.user, bound or {}
        known = complaint_acts(complaint, by=user)
        acts = [
            (name, ACTS[name][0], bound.get(name) or self.form(name, ACTS[name][1]))
            for name, reasons in known
            if not reasons
        ]
        context = self.get_context_data(
            complaint=complaint,
            deadline=left(complaint, local_day(self.at), calendar()),
            acts=acts,
            shut=[(name, ACTS[name][0], reasons) for name, reasons in known if reasons],
            wrong=set(bound),
            steps=complaint.steps.select_related("person"),
            replies=complaint.replies.prefetch_related("evidence"),
            feedbacks=complaint.feedbacks.select_related("given_by"),
        )
        return self.render_to_response(context, status=status)


class Reveal(Revealing, ComplaintView):
    """Who made it."""

    @property
    def back(self):
        return reverse("desk:complaint", args=[self.complaint.pk])

    def reveal(self, purpose):
        return complaints.reveal(self.complaint, purpose=purpose, by=self.request.user, at=self.at)


class VoiceEvidence(DeskView):
    """A file handed in with a complaint, an objection or an answer; every look is kept."""

    permission = Permission.HANDLE_COMPLAINTS

    def get(self, request, uid):
        found = get_object_or_404(EvidenceFile, uid=uid)
        if not self.may_see(found):
            raise Http404
        try:
            data = evidence.read_evidence(found, by=request.user, at=self.at)
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return file_response(data, found.mime, found.name)

    def may_see(self, found):
        user = self.request.user
        if found.objection_id:
            seen = Item.objects.scope(user).filter(uid=found.objection.entry.subject).exists()
            return seen and not reasons_against_knowing(found.objection, by=user)
        case = found.complaint_id or found.reply.complaint_id
        return Complaint.objects.scope(user).filter(pk=case).exists()
