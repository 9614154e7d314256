"""Signing in: applicants to their papers, the office's people to the desk."""

from django.contrib.auth.views import LoginView
from django.shortcuts import resolve_url
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from ..forms.signing_in import LoginForm


@method_decorator(never_cache, name="dispatch")
class Login(LoginView):
    """Whoever works for the office is sent to the desk, wherever they had wanted to go."""

    template_name = "portal/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_success_url(self):
        user = self.request.user
        if user.applicant_id is None and user.has_perm("wagtailadmin.access_admin"):
            return resolve_url("wagtailadmin_home")
        return super().get_success_url()
