"""The form of a token as the portal shows it."""

from doors import token_forms

from .portal_form import PortalForm


class TokenForm(PortalForm, token_forms.TokenForm):
    """Reasons stand at the fields, like those of every form here."""
