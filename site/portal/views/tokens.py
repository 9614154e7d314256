"""The tokens by which a unit's own till or shop tells of its sales; made, shown once, revoked."""

from allauth.mfa.models import Authenticator
from django.shortcuts import get_object_or_404

from registry.tokens import make_token, revoke_token, scopes_open_to

from ..forms.tokens import TokenForm
from .access import ApplicantsOnly, Button, FormPage

MOST_LISTED = 50


class Tokens(ApplicantsOnly, FormPage):
    """One's own tokens, and a new one; its secret stands on the answer to the form alone."""

    weighty_act = "生成接口令牌"
    template_name = "portal/tokens.html"
    form_class = TokenForm

    def get_form_kwargs(self):
        user = self.request.user
        return {**super().get_form_kwargs(), "user": user, "scopes": scopes_open_to(user)}

    def get_initial(self):
        return {"scopes": scopes_open_to(self.request.user)}

    def act(self, form):
        values = {name: form.cleaned_data[name] for name in ("name", "scopes", "days")}
        return make_token(**values, **self.signed)

    def succeed(self, made):
        token, secret = made
        form = self.form_class(
            initial=self.get_initial(),
            user=self.request.user,
            scopes=scopes_open_to(self.request.user),
        )
        return self.render_to_response(self.get_context_data(form=form, made=token, secret=secret))

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            rows=user.tokens.all()[:MOST_LISTED],
            at=self.now,
            has_factor=Authenticator.objects.filter(user=user, type="totp").exists(),
            **kwargs,
        )


class RevokeToken(ApplicantsOnly, Button):
    """The token opens nothing from now on."""

    success_message = "已撤销"

    def way_back(self):
        return ("portal:tokens",)

    def act(self):
        token = get_object_or_404(self.request.user.tokens, pk=self.kwargs["token"])
        return revoke_token(token, **self.signed)
