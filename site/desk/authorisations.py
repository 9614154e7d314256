"""Letters of authority at the desk: those that wait, comparing one, its scan (R86)."""

from cryptography.fernet import InvalidToken
from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from wagtail.admin import messages

from applications.models import Authorisation
from applications.services import authorisations
from doors.text_forms import TextForm
from files.delivery import deliver
from registry.roles import Permission
from rules.refusal import Refused

from .access import DeskForm, DeskView
from .opinion_forms import long_text

SHOWN_AT_ONCE = 100
VERDICTS = (("yes", "与营业执照、法定代表人签名核对一致，予以认可"), ("no", "不予认可"))


class CheckForm(TextForm):
    verdict = forms.ChoiceField(label="核对结果", choices=VERDICTS, widget=forms.RadioSelect)
    because = forms.CharField(
        label="原因",
        required=False,
        max_length=300,
        widget=long_text(3),
        help_text="不予认可的必须填写，申请单位会看到。",
    )


class Authorisations(DeskView):
    """Those that wait come first, then what was decided last."""

    permission = Permission.CHECK_AUTHORISATIONS
    template_name = "desk/authorisations.html"
    page_title = "授权核对"
    header_icon = "clipboard-list"

    def get_context_data(self, **kwargs):
        rows = Authorisation.objects.select_related("applicant", "checked_by")
        return super().get_context_data(
            waiting=rows.waiting().order_by("pk"),
            others=rows.exclude(state=Authorisation.State.WAITING)[:SHOWN_AT_ONCE],
            **kwargs,
        )


class AuthorisationView(DeskView):
    permission = Permission.CHECK_AUTHORISATIONS

    @cached_property
    def authorisation(self):
        rows = Authorisation.objects.select_related("applicant", "checked_by")
        return get_object_or_404(rows, uid=self.kwargs["uid"])


class CheckAuthorisation(DeskForm, AuthorisationView):
    """The letter beside what the register knows of its applicant; POST decides."""

    template_name = "desk/authorisation.html"
    page_title = "核对授权委托书"
    header_icon = "clipboard-list"
    form_class = CheckForm

    def act(self, form):
        return authorisations.check(
            self.authorisation,
            accepted=form.cleaned_data["verdict"] == "yes",
            because=form.cleaned_data["because"],
            **self.who,
        )

    def message(self, result):
        return f"已核对：{self.authorisation}"

    def onward(self, result):
        return ("desk:authorisations",)

    def get_context_data(self, **kwargs):
        return super().get_context_data(authorisation=self.authorisation, **kwargs)


class AuthorisationScan(AuthorisationView):
    """The scan itself; every view leaves a row."""

    def get(self, request, uid):
        try:
            data = authorisations.read(self.authorisation, by=request.user, at=self.at)
        except Refused as refused:
            messages.error(request, "；".join(refused.reasons))
        except (InvalidToken, FileNotFoundError):
            messages.error(request, "扫描件已损坏或丢失，请联系系统管理员。")
        else:
            return deliver(data, self.authorisation.mime, self.authorisation.name)
        return redirect("desk:authorisation", uid=uid)
