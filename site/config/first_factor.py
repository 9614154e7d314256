"""An officer's first second factor is set up from the own mailbox, never by the password alone.

Else whoever learned a password before its owner's first day would set up a factor of his own. The
link is Django's kind of token: it names nobody, ends by itself, and is worth nothing once a factor
is there, the password or the address was changed, or another person is signed in.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from records.audit import record
from records.mail import write
from registry.models import User

#: In the session: whose mailbox this browser has opened.
PROVED = "first_factor_of"


class FirstFactorToken(PasswordResetTokenGenerator):
    key_salt = "config.first_factor"

    def _make_hash_value(self, user, timestamp):
        factors = Authenticator.objects.filter(user=user).count()
        return f"{user.pk}{user.password}{user.email}{factors}{timestamp}"


token = FirstFactorToken()


def may_set_up(request):
    """Whether this session came by the link of this very user's mailbox."""
    return request.session.get(PROVED) == request.user.pk


@transaction.atomic
def send_link(user, *, at):
    """Mail the link to the user's own address, once an hour at most; whether there is an address.

    Takes the user's row, so that a second click finds the first one's letter.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not user.email:
        return False
    url = f"{settings.SITE_URL}{reverse('first_factor_link', args=[token.make_token(user)])}"
    body = render_to_string("config/mail/first_factor.txt", {"url": url})
    write([user.email], "启用两步验证", body, key=f"first-factor:{user.pk}:{at:%Y%m%d%H}")
    record("registry.ask_first_factor", user, by=user, at=at)
    return True


class FirstFactor(LoginRequiredMixin, TemplateView):
    """Says where the link goes, and sends it when asked."""

    template_name = "account/first_factor.html"

    def post(self, request):
        if send_link(request.user, at=timezone.now()):
            messages.success(request, "邮件已经寄出。请在这个浏览器中打开邮件里的链接。")
        else:
            messages.error(request, "您的账号没有登记电子信箱，请系统管理员登记以后再来。")
        return redirect("first_factor")


class FirstFactorLink(LoginRequiredMixin, View):
    """The link itself: this session may set up a factor from now on."""

    def get(self, request, word):
        if not token.check_token(request.user, word):
            messages.error(request, "链接不是寄给当前账号的，或者已经用过、过期，请重新索取。")
            return redirect("first_factor")
        request.session[PROVED] = request.user.pk
        return redirect("mfa_activate_totp")
