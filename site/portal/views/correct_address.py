"""Between registering and proving the mailbox: where the letter went, and a mistyped address."""

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from registry import addresses, registering

from ..forms.registration import CorrectAddressForm
from ..waiting import wait_for, waiting_address
from .access import FormPage


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class CorrectAddress(FormPage):
    """The letter goes to the right address; whoever has proved one is told where to change it."""

    template_name = "portal/correct_address.html"
    form_class = CorrectAddressForm

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect("account_email")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"login": waiting_address(self.request)}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def act(self, form):
        return self.correct(form.user, form.cleaned_data["email"])

    def succeed(self, address):
        send_verification_email_to_address(self.request, address, signup=True)
        wait_for(self.request, address.email)
        return redirect("account_email_verification_sent")

    def correct(self, user, email):
        """The row to write to. One of nobody where the address is another account's: its owner
        gets a letter that says so, and whoever typed it sees what everybody sees."""
        if addresses.reasons_against(email, user=user):
            return EmailAddress(email=email)
        return registering.correct_address(user, email, at=timezone.now())
