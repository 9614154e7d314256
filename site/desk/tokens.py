"""The tokens of one's programs: made with a code of the second factor, shown once, revoked."""

from allauth.mfa.models import Authenticator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from doors.token_forms import TokenForm
from pages.documents.drafting import may_draft
from registry.models import ApiToken
from registry.roles import Permission
from registry.tokens import make_token, revoke_token

from .access import DeskButton, DeskForm, may

MOST_LISTED = 50
Scope = ApiToken.Scope


def scopes_of(user):
    """What a token of ``user`` could be for: no more than the person may do."""
    allowed = {
        Scope.DOCUMENTS: may_draft(user),
        Scope.LEDGERS: may(user, Permission.KEEP_UNIT_LEDGERS),
    }
    return [scope for scope, is_allowed in allowed.items() if is_allowed]


def works_here(user):
    """Officers and editors: whoever the back office lets in."""
    return (
        user.is_active and user.applicant_id is None and user.has_perm("wagtailadmin.access_admin")
    )


@method_decorator(never_cache, name="dispatch")
class Tokens(DeskForm):
    """One's tokens, and a new one; its secret stands on the answer to the form and nowhere else."""

    template_name = "desk/tokens.html"
    page_title = "接口令牌"
    header_icon = "key"
    form_class = TokenForm

    def is_allowed(self):
        return works_here(self.request.user)

    def get_form_kwargs(self):
        user = self.request.user
        return {**super().get_form_kwargs(), "user": user, "scopes": scopes_of(user)}

    def act(self, form):
        values = {name: form.cleaned_data[name] for name in ("name", "scopes", "days")}
        return make_token(**values, **self.who)

    def succeed(self, made):
        token, secret = made
        form = TokenForm(user=self.request.user, scopes=scopes_of(self.request.user))
        return self.render_to_response(self.get_context_data(form=form, made=token, secret=secret))

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            rows=user.tokens.all()[:MOST_LISTED],
            at=self.at,
            scopes=scopes_of(user),
            has_factor=Authenticator.objects.filter(user=user, type="totp").exists(),
            **kwargs,
        )


class RevokeToken(DeskButton):
    """The token opens nothing from now on."""

    success_message = "已撤销"

    def is_allowed(self):
        return works_here(self.request.user)

    def page_of_act(self):
        return reverse("desk:tokens")

    def act(self):
        token = get_object_or_404(self.request.user.tokens, pk=self.kwargs["pk"])
        return revoke_token(token, **self.who)
