"""Who may stand at the desk, and the view that every desk page builds on."""

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.db.models import Model
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View
from viewflow.workflow.exceptions import FlowLockFailed
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from applications.models import Application
from doors.acts import ButtonAct, FormAct
from doors.page_names import page_name
from records import refused_acts
from records.audit import record
from registry.permissions import duties, organisations
from rules.refusal import Refused
from rules.working_days import CalendarMissing

from .giving_tables import Table, give

BUSY = "系统繁忙，请稍后再试"
NOT_ALLOWED = "没有办理或者查阅的权限"
OUT_OF_SIGHT = "不在查阅范围内，或者已不存在"
#: Digits of the largest key for which every database has room.
LONGEST_KEY = 18


def is_officer(user):
    """Whether ``user`` holds any duty in any office today; an agent of an applicant does not."""
    return any(not duty.startswith("applicant@") for duty in duties(user))


def may(user, *permissions):
    """Whether ``user`` has one of ``permissions`` in any office today."""
    return bool(organisations(user, *permissions))


def row_keys(typed):
    """The keys among ``typed`` texts; what no row's key can be is left out."""
    return [int(text) for text in typed if text.isdecimal() and len(text) <= LONGEST_KEY]


def typed(data, name, most=200):
    """What was typed into a field that no form checks: no NUL, no margin, no more than ``most``."""
    return data.get(name, "").replace("\0", "").strip()[:most]


def refuse_busy(act):
    """``act`` with what only time or an operator can mend told as a refusal, never as a crash."""

    def attempt(*args, **kwargs):
        try:
            return act(*args, **kwargs)
        except (FlowLockFailed, OperationalError) as error:
            raise Refused([BUSY]) from error
        except CalendarMissing as error:
            raise Refused([str(error)]) from error

    return attempt


def _paper_of(thing):
    """``{"application": number}`` of what belongs to a paper, else ``{}``."""
    paper = thing if isinstance(thing, Application) else getattr(thing, "application", None)
    return {"application": paper.number} if isinstance(paper, Application) else {}


class DeskView(WagtailAdminTemplateMixin, View):
    """A page of the desk: officers only, and only with ``permission`` where it names one."""

    permission = None
    #: Whether who may not even read it leaves a row: files, names and lists that leave the house.
    tells_of_strangers = False
    header_icon = "tasks"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": "首页"},
        {"url": reverse_lazy("desk:inbox"), "label": "待办"},
    ]

    def dispatch(self, request, *args, **kwargs):
        self.refusals = []
        try:
            if not self.is_allowed():
                raise PermissionDenied
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            if request.method == "POST" or self.tells_of_strangers:
                self.note_refused([NOT_ALLOWED])
            raise
        except Http404:
            if self.tells_of_strangers and not self.refusals:
                self.note_refused([OUT_OF_SIGHT])
            raise
        finally:
            self.keep_refused()

    def note_refused(self, reasons, about=None):
        """Remember that something was refused, about ``about`` or what the view is about."""
        if list(reasons) != [BUSY]:
            self.refusals.append((about, list(reasons)))

    def keep_refused(self):
        """After the act and its transaction are over."""
        for about, reasons in self.refusals:
            thing = about or self.thing()
            refused_acts.keep(thing, reasons, door=self.door(), **_paper_of(thing), **self.who)

    def thing(self):
        """The first row that the view looked up, which is what its act is about; else who acts."""
        rows = (value for value in vars(self).values() if isinstance(value, Model))
        return next(rows, self.request.user)

    def door(self):
        """What is wanted here, in words."""
        step = getattr(self, "step", None)
        title = self.page_title or getattr(step, "task_title", "")
        return str(title or page_name(self.request.resolver_match))

    def is_allowed(self):
        user = self.request.user
        return may(user, self.permission) if self.permission else is_officer(user)

    @cached_property
    def at(self):
        """One moment for everything this request asks and does."""
        return timezone.now()

    @property
    def who(self):
        """Who acts and when: ``by=`` and ``at=`` of every service."""
        return {"by": self.request.user, "at": self.at}

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def back_url(self):
        """The address of this site that the act's form named, else the act's page."""
        wish = get_valid_next_url_from_request(self.request)
        return wish if wish.startswith("/") else self.page_of_act()

    def go_back(self):
        return HttpResponseRedirect(self.back_url())

    def page_of_act(self):
        """Of a view that only acts (``http_method_names = ["post"]``): the page with its button."""
        return reverse("desk:inbox")

    def http_method_not_allowed(self, request, *args, **kwargs):
        """Whoever opens an act's address, as after signing in again, comes to its page."""
        if request.method in ("GET", "HEAD"):
            return redirect(self.page_of_act())
        return super().http_method_not_allowed(request, *args, **kwargs)

    def record_export(self, register, rows):
        """Who takes a list out of the house leaves a row, as with the registers."""
        record("desk.export", self.request.user, **self.who, register=register, rows=len(rows))

    def get_header_title(self):
        """What the page is, and of whom or what it is, as the header shows both."""
        return "：".join(filter(None, (str(self.get_page_title()), self.get_page_subtitle())))

    def give(self, register, rows, columns, *, count, form, name, title=None):
        """The records that the callable ``rows`` gives as a table: now, or made by a worker."""
        title = title or self.get_page_title()
        table = Table(register, title, name, columns, rows, count, form)
        return give(self.request, table, at=self.at)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_header_title()}]

    def application_crumbs(self, application):
        """The trail down to a page about one application."""
        url = reverse("desk:application", args=[application.pk])
        here = {"url": "", "label": self.get_header_title()}
        return [*self.breadcrumbs_items, {"url": url, "label": str(application)}, here]


class _RefusesBusy:
    def attempt(self, act):
        try:
            return refuse_busy(act)()
        except Refused as refused:
            self.note_refused(refused.reasons)
            raise


class DeskForm(_RefusesBusy, FormAct, DeskView):
    """A page of the desk with one form, sent to one service."""


class DeskButton(_RefusesBusy, ButtonAct, DeskView):
    """An act of the desk without a form; its page is :meth:`page_of_act`."""

    #: What the act is about, named in front of what it refuses.
    about = None

    def back(self):
        return (self.page_of_act(),)

    def refuse_act(self, refused):
        if self.about is not None:
            refused = Refused([f"{self.about}：{'；'.join(refused.reasons)}"])
        return super().refuse_act(refused)
