"""Quarterly bulletins at the desk: who is missing, the paper, its hands, and who has read it."""

import subprocess

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property

from files.delivery import deliver
from ledger.bulletin_lists import reports
from ledger.bulletins import available, recommended_text
from ledger.models import Bulletin
from pages.documents.editions import bulletin_edition
from pages.models import BulletinPage
from pages.models.bulletins import paper
from printing.pdf import PrinterMissing
from records.models import AuditEvent
from registry.roles import Permission
from rules.periods import local_day
from rules.references import typed_figures
from rules.sales import quarter_words
from workflow import charts
from workflow.flows import BulletinFlow
from workflow.services import bulletins as services

from . import bulletin_forms as forms
from .access import DeskView, may, typed
from .acts_page import ActsPage, PageAct
from .charting import svg_file
from .old_pages import digest_of
from .paper import in_words

PER_PAGE = 20


class BulletinView(DeskView):
    permission = Permission.READ_TASKS
    header_icon = "doc-full"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": "首页"},
        {"url": reverse_lazy("desk:bulletins"), "label": "季度通报"},
    ]


class Bulletins(BulletinView):
    """What the person may read, the newest quarter first; the number of queries is fixed."""

    template_name = "desk/bulletins.html"
    page_title = "季度通报"

    def get_breadcrumbs_items(self):
        return [self.breadcrumbs_items[0], {"url": "", "label": self.page_title}]

    @cached_property
    def visible(self):
        return services.visible_to(self.request.user)

    def listed(self, quarter):
        rows = Bulletin.objects.filter(pk__in=self.visible.values("pk"))
        rows = rows.filter(close__quarter=quarter) if quarter else rows
        rows = rows.select_related("unit", "close").order_by(
            "-close__quarter", "kind", "unit__code"
        )
        return rows.annotate(
            recipient_count=Count("recipients"),
            reader_count=Count("recipients", filter=Q(recipients__read_at__isnull=False)),
        )

    def get_context_data(self, **kwargs):
        on, quarter = local_day(self.at), typed(self.request.GET, "quarter", 6)
        quarters = self.visible.order_by("-close__quarter").values_list("close__quarter", flat=True)
        late = self.visible.late(on).select_related("unit", "close")
        user = self.request.user
        waiting = services.waiting_for(user).values_list("pk", flat=True)
        oversees = may(user, Permission.CHECK_BULLETINS, Permission.PUBLISH_BULLETINS)
        return super().get_context_data(
            page=Paginator(self.listed(quarter), PER_PAGE).get_page(self.request.GET.get("p")),
            quarters=[(word, quarter_words(word)) for word in dict.fromkeys(quarters)],
            quarter=quarter,
            late=late,
            waiting=set(waiting),
            unread=set(services.unread_by(user).values_list("bulletin", flat=True)),
            reports=reports(on) if oversees else [],
            today=on,
            **kwargs,
        )


class OfBulletin(BulletinView):
    """A page about one bulletin; one that the person may not read does not exist."""

    @cached_property
    def bulletin(self):
        rows = Bulletin.objects.filter(pk__in=services.visible_to(self.request.user).values("pk"))
        rows = rows.select_related(
            "unit", "close", "drafted_by", "checked_by", "issued_by", "corrects"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self):
        return f"{self.bulletin}"

    def page_of_act(self):
        return reverse("desk:bulletin", args=[self.bulletin.pk])

    @cached_property
    def page_digest(self):
        """The words that are checked, signed and published."""
        return digest_of(self.bulletin.text)


def _is_open(node):
    def is_open(view):
        return not services.reasons_against_step(view.bulletin, node, by=view.request.user)

    return is_open


def _draft_form(view, data, files):
    text = view.bulletin.text or recommended_text(view.bulletin)
    return forms.DraftForm(data, initial={"text": text})


def _draft(view, text, is_final):
    act = services.hand_in if is_final == "yes" else services.save_draft
    return act(view.bulletin, text=text, **view.who)


def _judge(service):
    def judge(view, is_passed, because):
        return service(view.bulletin, is_passed=is_passed == "yes", because=because, **view.who)

    return judge


def _may_correct(view):
    bulletin, by = view.bulletin, view.request.user
    is_open = bulletin.issued_at and not bulletin.is_superseded and not view.correction
    return is_open and not services.reasons_against_beginning_correction(bulletin, by=by)


class BulletinPaper(ActsPage, OfBulletin):
    """The bulletin as it will stand on paper, with the form of whoever's turn it is."""

    template_name = "desk/bulletin.html"
    acts = {
        "draft": PageAct("拟稿", _draft_form, _draft, _is_open("draft"), button="提交"),
        "check": PageAct(
            "核稿",
            lambda view, data, files: forms.JudgeForm(data),
            _judge(services.check),
            _is_open("check"),
        ),
        "sign": PageAct(
            "签发",
            lambda view, data, files: forms.JudgeForm(data),
            _judge(services.sign),
            _is_open("sign"),
        ),
        "publish": PageAct(
            "公开审查",
            lambda view, data, files: forms.PublishForm(data),
            lambda view, is_public: services.publish(
                view.bulletin, is_public=is_public == "yes", **view.who
            ),
            _is_open("publish"),
        ),
        "correct": PageAct(
            "更正",
            lambda view, data, files: forms.CorrectionForm(data),
            lambda view, because: services.correct(view.bulletin, because=because, **view.who),
            _may_correct,
            "已提出更正，等待拟稿",
            button="提出更正",
        ),
    }

    @cached_property
    def correction(self):
        return Bulletin.objects.filter(corrects=self.bulletin).first()

    def get(self, request, *args, **kwargs):
        """Opening an issued bulletin is how its receipt is recorded."""
        if self.bulletin.issued_at:
            services.read(self.bulletin, **self.who)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        bulletin = self.bulletin
        trail = AuditEvent.objects.filter(
            subject_type="ledger.bulletin", subject_id=str(bulletin.pk)
        )
        recipients = bulletin.recipients.select_related("organisation", "read_by")
        return super().get_context_data(
            **paper(bulletin, is_public=False),
            available=available(bulletin.close) if _is_open("draft")(self) else (),
            typed_figures=typed_figures(bulletin.text),
            recipients=recipients,
            unread=[each for each in recipients if each.read_at is None],
            correction=self.correction,
            public_page=BulletinPage.objects.filter(bulletin=bulletin).first(),
            history=in_words(list(trail)),
            today=local_day(self.at),
            **kwargs,
        )


class Chart(OfBulletin):
    """The flow chart of one bulletin with its steps marked."""

    def get(self, request, pk):
        drawing = charts.svg(BulletinFlow, self.bulletin.process.pk)
        return svg_file(request, drawing, f"{self.bulletin}.svg")


class Edition(OfBulletin):
    """The bulletin as PDF or Word, whole, for those who were given it."""

    kind = "pdf"

    def get(self, request, pk):
        try:
            at = timezone.now()
            data, mime = bulletin_edition(self.bulletin, self.kind, is_public=False, at=at)
        except (PrinterMissing, subprocess.SubprocessError):
            messages.error(request, "暂时不能生成文件，请稍后再试。")
            return redirect(self.page_of_act())
        return deliver(data, mime, f"{self.bulletin}.{self.kind}")
