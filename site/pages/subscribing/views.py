"""The doors of a subscription: ask for it, confirm it, leave it with one press."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from doors.acts import FormAct
from doors.admissions import admit
from registry.callers import received_at
from rules.refusal import Refused

from ..models import MailSubscription
from . import services
from .forms import SubscriptionForm
from .letters import uid_in


@method_decorator(never_cache, name="dispatch")
class Subscribe(FormAct, TemplateView):
    """``?topic=<name>`` offers a narrowed feed first. The answer never tells who has what."""

    template_name = "pages/subscribing/subscribe.html"
    form_class = SubscriptionForm

    @cached_property
    def at(self):
        return received_at(self.request)

    def get_form_kwargs(self):
        topic = self.request.GET.get("topic", "")
        kwargs = super().get_form_kwargs()
        return {**kwargs, "request": self.request, "at": self.at, "asked_topic": topic}

    def act(self, form):
        ask = partial(
            services.ask,
            form.instance_name,
            form.instance_title,
            address=form.cleaned_data["address"],
            at=self.at,
        )
        return admit(form.visit(), ask, at=self.at)

    def succeed(self, result):
        return redirect("public:subscribe_sent")


def sent(request):
    """The same words to everybody: what comes next stands in the mailbox."""
    return render(request, "pages/subscribing/sent.html")


class _OfLetter(View):
    """Shown by GET, done by POST: programs that look at every link of a letter do nothing."""

    act_name = ""

    @cached_property
    def subscription(self):
        uid = uid_in(self.kwargs["token"], self.act_name)
        rows = MailSubscription.objects.select_related("topic")
        return rows.filter(uid=uid).first() if uid else None

    def get(self, request, token):
        return self.show(status=200 if self.subscription else 410)

    def show(self, status=200, **more):
        context = {"subscription": self.subscription, "act": self.act_name, **more}
        page = render(self.request, "pages/subscribing/act.html", context, status=status)
        page["Referrer-Policy"] = "same-origin"  # without an origin the form would be refused
        return page


@method_decorator(never_cache, name="dispatch")
class Confirm(_OfLetter):
    act_name = "confirm"

    def post(self, request, token):
        if self.subscription is None:
            return self.show(status=410)
        try:
            services.confirm(self.subscription, at=timezone.now())
        except Refused as refused:
            return self.show(status=422, reasons=refused.reasons)
        return self.show(is_done=True)


@method_decorator(never_cache, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")
class Leave(_OfLetter):
    """A mail program posts here without a session and asks for nothing (RFC 8058)."""

    act_name = "leave"

    def post(self, request, token):
        if uid_in(token, self.act_name) is None:
            raise Http404
        if self.subscription is not None:
            services.leave(self.subscription, at=timezone.now())
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse("已退订", content_type="text/plain; charset=utf-8")
        return self.show(is_done=True)
