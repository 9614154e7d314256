"""Complaints at the desk: the register, a minute's intake, and the page on which one is handled."""

from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from applications.models import Item
from doors import evidence
from files.delivery import deliver
from publicity.models import Objection, ObjectionEvidence
from publicity.policies import reasons_against_knowing
from registry.calendars import calendar
from registry.roles import Permission
from rules.lifecycle import ComplaintState
from rules.periods import local_day
from rules.refusal import Refused
from rules.vocabulary import COMPLAINT_SOURCES
from supervision.models import Complaint, EvidenceFile
from supervision.policies import complaint_acts
from supervision.services import complaints, joining, replies
from workflow.policies.listing import undecided

from . import complaint_forms as forms
from .access import DeskForm, DeskView, may, typed
from .deadlines import answer_deadline, days_left, marked
from .disclosure import Disclosure
from .old_pages import DecidesWhatItShowed, digest_of
from .preserved import preserved

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
    "join": ("并入另一件（并案办理）", forms.JoinForm, joining.join),
    "separate": ("撤销并案", forms.BecauseForm, joining.separate),
    "decide": ("作出处理", forms.DecideForm, complaints.decide),
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

    def complaints(self):
        params, rows = self.request.GET, Complaint.objects.scope(self.request.user)
        state, source = params.get("state", "open"), typed(params, "source")
        if state == "open":
            rows = rows.open()
        elif state in list(S):
            rows = rows.filter(state=state)
        if source:
            rows = rows.filter(source=source)
        if text := typed(params, "q"):
            rows = rows.filter(
                Q(number__icontains=text)
                | Q(about_text__icontains=text)
                | Q(applicant__name__icontains=text)
                | Q(certificate__number__iexact=text)
            )
        return rows.select_related("handler", "unit").order_by(
            F("finish_due_on").asc(nulls_first=True), "accept_due_on", "pk"
        )

    def objections_left(self):
        """What outlived its publicity and waits for an answer, for who may investigate."""
        user, on = self.request.user, local_day(self.at)
        if not may(user, Permission.INVESTIGATE_OBJECTIONS):
            return []
        rows = Objection.objects.left_open().filter(entry__item__in=Item.objects.scope(user))
        rows = rows.exclude(entry__applicant__in=user.ties.values("applicant"))
        rows = rows.select_related("entry__publicity__ruleset").order_by("received_at")
        work_calendar = calendar()
        return [(row, answer_deadline(row, on=on, calendar=work_calendar)) for row in rows]

    def get_context_data(self, **kwargs):
        params = self.request.GET
        page = Paginator(self.complaints(), PER_PAGE).get_page(params.get("p"))
        on, work_calendar = local_day(self.at), calendar()
        page.object_list = [
            (each, complaint_deadline(each, on, work_calendar)) for each in page.object_list
        ]
        return super().get_context_data(
            page=page,
            objections_left=self.objections_left(),
            states=[("open", "未办结"), ("all", "全部"), *((s.value, s.label) for s in S)],
            sources=COMPLAINT_SOURCES,
            state=params.get("state", "open"),
            source=typed(params, "source"),
            q=typed(params, "q"),
            **kwargs,
        )


def complaint_deadline(complaint, on, calendar):
    """The deadline of a complaint in words that need no colour; None when nothing is due."""
    return (
        marked(complaint, *days_left(complaint.due_on, on, calendar)) if complaint.due_on else None
    )


class Intake(DeskForm):
    """A call, a letter, a visitor, the media, another office: written down within a minute."""

    permission = Permission.RECEIVE_COMPLAINTS
    template_name = "desk/intake.html"
    page_title = "登记投诉举报"
    header_icon = "edit"

    form_class = forms.IntakeForm

    def act(self, form):
        return complaints.receive(**self.who, **form.values())

    def message(self, complaint):
        number, code = complaint.number, complaint.query_code
        return f"已登记。请告知对方：受理编号 {number}，查询码 {code}"

    def onward(self, complaint):
        user = self.request.user
        is_visible = Complaint.objects.scope(user).filter(pk=complaint.pk).exists()
        if is_visible and may(user, Permission.HANDLE_COMPLAINTS):
            return "desk:complaint", complaint.pk
        return ("desk:intake",)


class ComplaintView(DeskView):
    """Anything about one complaint; one outside the officer's sight does not exist."""

    permission = Permission.HANDLE_COMPLAINTS

    @cached_property
    def complaint(self):
        complaints_in_scope = Complaint.objects.scope(self.request.user).select_related(
            "certificate__version",
            "applicant",
            "unit",
            "handler",
            "taken_by",
            "about_user",
            "leading",
        )
        return get_object_or_404(complaints_in_scope, pk=self.kwargs["pk"])

    def get_page_title(self):
        return f"投诉举报 {self.complaint.number}"


class ComplaintPage(DecidesWhatItShowed, DeskForm, ComplaintView):
    """The whole case, what can be done now, and the form of each act."""

    template_name = "desk/complaint.html"
    header_icon = "warning"
    newer = "页面打开以后，并入本件的投诉举报或者被投诉单位的答复有变化，请核对后再办理"

    @cached_property
    def name(self):
        """The act that was sent."""
        return self.request.POST.get("act", "")

    def post(self, request, *args, **kwargs):
        acts = dict(complaint_acts(self.complaint, by=request.user))
        if reasons := acts.get(self.name, ["请选择事项"]):
            messages.error(request, "；".join(reasons))
            return redirect(*self.onward())
        return super().post(request, *args, **kwargs)

    @cached_property
    def page_digest(self):
        """What is said answers those that were joined, and rests on what the unit replied."""
        complaint = self.complaint
        joined = complaint.joined.order_by("pk").values_list("pk", flat=True)
        replied = complaint.replies.order_by("pk").values_list("pk", "answered_at")
        return digest_of(*joined, "", *replied)

    def get_form(self, form_class=None):
        return self.form(self.name, self.request.POST)

    def form(self, name, data=None):
        form_class = ACTS[name][1]
        return form_class(
            data,
            complaint=self.complaint,
            by=self.request.user,
            on=local_day(self.at),
            auto_id=f"id_{name}_%s",
        )

    def act(self, form):
        service = ACTS[self.name][2]
        return service(self.complaint, **self.who, **form.cleaned_data)

    def message(self, result):
        return f"{ACTS[self.name][0]}：{self.complaint.number}"

    def onward(self, result=None):
        return "desk:complaint", self.complaint.pk

    def visible_joined(self):
        """Which of the complaints handled together with this one the officer may open."""
        together = Q(leading=self.complaint) | Q(pk=self.complaint.leading_id)
        rows = Complaint.objects.scope(self.request.user).filter(together)
        return set(rows.values_list("pk", flat=True))

    def get_context_data(self, form=None, **kwargs):
        complaint, rejected = self.complaint, {self.name: form} if form else {}
        acts = complaint_acts(complaint, by=self.request.user)
        return super().get_context_data(
            form=form,
            complaint=complaint,
            deadline=complaint_deadline(complaint, local_day(self.at), calendar()),
            acts=[
                (name, ACTS[name][0], rejected.get(name) or self.form(name))
                for name, reasons in acts
                if not reasons
            ],
            unavailable=[(name, ACTS[name][0], reasons) for name, reasons in acts if reasons],
            **preserved(complaint, self.request.user, self.at),
            needs_listing_decision=undecided().filter(pk=complaint.pk).exists(),
            joined=complaint.joined.all(),
            visible=self.visible_joined(),
            steps=complaint.steps.select_related("person"),
            replies=complaint.replies.prefetch_related("evidence"),
            feedbacks=complaint.feedbacks.select_related("given_by"),
            proposal=getattr(complaint, "proposal", None),
            **kwargs,
        )


class ComplainantView(Disclosure, ComplaintView):
    """Who made it."""

    @property
    def back(self):
        return reverse("desk:complaint", args=[self.complaint.pk])

    def reveal(self, purpose):
        return complaints.reveal(self.complaint, purpose=purpose, **self.who)


class EvidenceFileView(DeskView):
    """A file handed in with a complaint, an objection or an answer; every look is kept."""

    permission = Permission.HANDLE_COMPLAINTS
    page_title = "查阅文件"
    tells_of_strangers = True

    def get(self, request, uid):
        file = self.of_objection(uid) or self.of_complaint(uid)
        try:
            data = evidence.read_evidence(file, by=request.user, at=self.at)
        except Refused as refused:
            self.note_refused(refused.reasons, file)
            messages.error(request, f"{file.name}：{'；'.join(refused.reasons)}")
            return redirect(*self.page_about(file))
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return deliver(data, file.mime, file.name)

    def of_objection(self, uid):
        """The file of an objection; None when it is of none. 404 for who may not see it."""
        file = ObjectionEvidence.objects.filter(uid=uid).first()
        if file is None:
            return None
        user, objection = self.request.user, file.objection
        is_visible = Item.objects.scope(user).filter(pk=objection.entry.item_id).exists()
        if not is_visible or reasons_against_knowing(objection, by=user):
            raise Http404
        return file

    def page_about(self, file):
        """The page that the file is listed on."""
        if isinstance(file, ObjectionEvidence):
            return "desk:application", file.objection.entry.item.application_id
        return "desk:complaint", file.complaint_id or file.reply.complaint_id

    def of_complaint(self, uid):
        cases = Complaint.objects.scope(self.request.user)
        files = EvidenceFile.objects.filter(Q(complaint__in=cases) | Q(reply__complaint__in=cases))
        return get_object_or_404(files, uid=uid)
