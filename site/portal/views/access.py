"""Who may pass the portal's door, and which papers exist for them."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View

from applications.above import mended_items
from applications.models import Application
from applications.services.drafts import is_editable
from doors.acts import ButtonAct, FormAct
from records.refused_acts import keep
from rules.periods import local_day
from rules.refusal import Refused

from .. import origins


@method_decorator(never_cache, name="dispatch")
class ApplicantsOnly(LoginRequiredMixin):
    """Strangers sign in first; people who act for no applicant are told so; nothing is cached."""

    #: What the trail calls an act that binds the unit; of others a refusal leaves no row.
    weighty_act = ""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if request.user.applicant_id is None:
            return render(request, "portal/not_an_applicant.html", status=403)
        reasons = self.reasons_against_opening()
        if reasons:
            return self.refuse_opening(Refused(reasons))
        return super().dispatch(request, *args, **kwargs)

    def reasons_against_opening(self):
        """Why this page cannot be used now; :meth:`way_back` is shown with them instead."""
        return []

    def attempt(self, act):
        """What is refused of a weighty act is told to the trail."""
        try:
            return super().attempt(act)
        except Refused as refused:
            self.keep_refusal(refused)
            raise

    def keep_refusal(self, refused):
        if not self.weighty_act or self.request.method != "POST":
            return
        paper = getattr(self, "application", None)
        about = {"application": paper.number} if paper is not None and paper.number else {}
        keep(
            paper or self.applicant, refused.reasons, door=self.weighty_act, **about, **self.signed
        )

    def refuse_opening(self, refused):
        self.keep_refusal(refused)
        return self.refuse(refused, *self.way_back())

    def way_back(self):
        """Name and arguments of the page about what this page is about."""
        return ("portal:home",)

    def back(self):
        """Where a button leads: what it did or what it was refused is told there."""
        return self.way_back()

    @cached_property
    def now(self):
        return timezone.now()

    @cached_property
    def today(self):
        return local_day(self.now)

    @property
    def signed(self):
        """Who acts and when, as every service asks for it."""
        return {"by": self.request.user, "at": self.now}

    @cached_property
    def applicant(self):
        return self.request.user.applicant

    def refuse(self, refused, to, *args):
        """Show every reason on the page ``to``; for acts that have no form to come back to."""
        for reason in refused.reasons:
            messages.error(self.request, reason)
        return redirect(to, *args)


class FormPage(FormAct, FormView):
    """A page with a form for one service."""


class OneTimeForm(FormPage):
    """A form that is gone once its act is done: reasons stand on the page one came from."""

    def refuse_form(self, form, refused):
        return self.refuse(refused, *self.back())


class Button(ButtonAct, View):
    """An act without a page of its own."""


class ConfirmPage(ButtonAct, TemplateView):
    """GET asks whether it is meant; POST does it."""

    http_method_names = ["get", "head", "options", "post"]


class OfApplication(ApplicantsOnly):
    """A page under one application; anybody else's does not exist."""

    @cached_property
    def application(self):
        mine = Application.objects.scope(self.request.user).select_related("applicant", "ruleset")
        return get_object_or_404(mine, pk=self.kwargs["application"])

    def way_back(self):
        return "portal:application", self.application.pk

    @cached_property
    def origin(self):
        """The page that this one leads back to: where one came from, else :meth:`parent`."""
        return origins.came_from(self.request) or self.parent()

    def parent(self):
        words = origins.DRAFT if self.application.is_draft else ""
        return origins.page("application", self.application.pk, words=words)

    def here(self, **more):
        """The address of this page with its way back, for forms and for coming again."""
        query = QueryDict(mutable=True)
        if came := origins.came_from(self.request):
            query["back"] = came.url
        query.update(more)
        return f"{self.request.path}?{query.urlencode(safe='/')}" if query else self.request.path

    def get_context_data(self, **kwargs):
        about = {"application": self.application, "origin": self.origin}
        return super().get_context_data(**{**kwargs, **about})


class OfOpenApplication(OfApplication):
    """A page that changes an application: a draft, or a paper with a product to mend."""

    closed = "申请正在审核，不能修改"

    def parent(self):
        """While one product alone is being mended, its answers are what one came from."""
        if self.application.is_draft:
            return super().parent()
        mended = mended_items(self.application)[:2]
        if len(mended) != 1:
            return super().parent()
        return origins.page("mend", self.application.pk, mended[0].pk)

    def is_open(self):
        return is_editable(self.application)

    def reasons_against_opening(self):
        return [] if self.is_open() else [self.closed]


class OfDraft(OfOpenApplication):
    """A page that exists only until the application is submitted."""

    closed = "申请已提交，不能增减产品"

    def is_open(self):
        return self.application.is_draft


class OfItem:
    """A page about one product of the application in the address."""

    @cached_property
    def item(self):
        mine = self.application.items.select_related("outcome", "origin_township", "renewal_of")
        return get_object_or_404(mine, pk=self.kwargs["item"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "item": self.item})
