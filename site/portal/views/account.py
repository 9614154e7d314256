"""One's own account: password, address, second factor, sessions, other ways of signing in."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView


@method_decorator(never_cache, name="dispatch")
class Account(LoginRequiredMixin, TemplateView):
    """Where each thing is changed, and how it stands."""

    template_name = "portal/account.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            has_factor=Authenticator.objects.filter(user=user, type="totp").exists(),
            platforms=get_adapter(self.request).list_providers(self.request),
            **kwargs,
        )
