"""Accounts that are locked after wrong passwords, and the button that opens one again."""

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse_lazy
from wagtail.admin import messages

from records.audit import record
from registry import guessing
from registry.models import User

from .access import DeskView


class Locked(DeskView):
    """For system administrators: who is locked out now, from where, since when."""

    template_name = "registry/locked.html"
    page_title = "登录锁定"
    header_icon = "lock"
    breadcrumbs_items = [{"url": reverse_lazy("wagtailadmin_home"), "label": "首页"}]

    def is_allowed(self):
        return self.request.user.is_superuser

    def get(self, request, *args, **kwargs):
        now = self.at
        since = now - settings.AXES_COOLOFF_TIME
        attempts = AccessAttempt.objects.filter(
            attempt_time__gte=since, failures_since_start__gte=settings.AXES_FAILURE_LIMIT
        )
        return self.render_to_response(
            self.get_context_data(attempts=attempts, waiting=guessing.waiting(now))
        )

    def post(self, request, *args, **kwargs):
        name = request.POST.get("username", "")
        self.unlock(name, **self.who)
        messages.success(request, f"已解除“{name}”的登录锁定")
        return redirect("registry_locked")

    @transaction.atomic
    def unlock(self, name, *, by, at):
        person = User.objects.filter(username__iexact=name).first()
        guesses = guessing.forgive(person) if person else 0
        if reset(username=name.lower()) or guesses:
            record("desk.unlock", person or by, by=by, at=at)
