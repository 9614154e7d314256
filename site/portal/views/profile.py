"""The applicant's own particulars, its licences, and whether it wants mail."""

from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import View

from applications.services import licences
from files.delivery import deliver, read
from files.intake import examine_at
from registry import profiles
from registry.rulesets import in_force
from rules.refusal import Refused

from .. import origins
from ..forms.profile import LicenceForm, ProfileForm
from .access import ApplicantsOnly, ConfirmPage, FormPage


def soon(on):
    """A licence that ends within so long is shown with a warning, as the rules say."""
    return timedelta(days=in_force(on).licence_reminder_days[-1])


class OfProfile(ApplicantsOnly):
    success_message = "已保存"

    @cached_property
    def origin(self):
        """What a licence was opened from: a paper that it stands against, or the particulars."""
        return origins.came_from(self.request) or origins.page("profile")

    def way_back(self):
        return (self.origin.url,)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "origin": self.origin})

    def onward(self, result):
        return self.way_back()


class Profile(OfProfile, FormPage):
    template_name = "portal/profile.html"
    form_class = ProfileForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.fresh(), "on": self.today}

    def fresh(self):
        return type(self.applicant).objects.get(pk=self.applicant.pk)

    def act(self, form):
        return profiles.save_profile(self.applicant, on=self.today, **form.profile(), **self.signed)

    def get_context_data(self, **kwargs):
        rows = self.applicant.licences.prefetch_related("versions__file").order_by("kind", "number")
        limit = soon(self.today)
        return super().get_context_data(
            applicant=self.applicant,
            licences=[(each, _alarm(each, self.today, limit), _scan(each)) for each in rows],
            **kwargs,
        )


def _alarm(licence, on, limit):
    """``expired``, ``soon`` or "" for a licence on a day."""
    if licence.valid_until is None:
        return ""
    if licence.valid_until < on:
        return "expired"
    return "soon" if licence.valid_until <= on + limit else ""


def _scan(licence):
    """The scan of the newest version, from rows that are here already."""
    version = next(iter(licence.versions.all()), None)
    return version and version.file


class NewLicence(OfProfile, FormPage):
    template_name = "portal/licence.html"
    form_class = LicenceForm
    licence = None

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.licence}

    def act(self, form):
        typed = dict(form.cleaned_data)
        scan = typed.pop("scan")
        sound = examine_at("scan", scan.name, scan.read()) if scan else None
        return licences.save_licence(
            self.applicant, licence=self.licence, sound=sound, **typed, **self.signed
        )

    def get_context_data(self, **kwargs):
        expired = self.applicant.licences.expired(self.today)
        is_expired = bool(self.licence) and expired.filter(pk=self.licence.pk).exists()
        about = {"licence": self.licence, "is_expired": is_expired}
        return super().get_context_data(**{**kwargs, **about})


class OfLicence:
    @cached_property
    def licence(self):
        return get_object_or_404(self.applicant.licences, pk=self.kwargs["licence"])


class EditLicence(OfLicence, NewLicence):
    """Its number and days; a renewed licence keeps its row."""


class LicenceScan(OfLicence, ApplicantsOnly, View):
    """The scan of a licence, to its own unit."""

    def get(self, request, *args, **kwargs):
        file = licences.scan_of(self.licence)
        if file is None:
            raise Http404
        try:
            data = read(file, is_own=True)
        except Refused as refused:
            return self.refuse(refused, "portal:profile")
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return deliver(data, file.mime, file.name, is_shown=False)


class DropLicence(OfLicence, OfProfile, ConfirmPage):
    template_name = "portal/drop_licence.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "licence": self.licence})

    def act(self):
        return licences.drop_licence(self.licence, on=self.today, **self.signed)

    def message(self, result):
        return f"已删除“{self.licence}”"


class MailNotices(ApplicantsOnly, View):
    """Mail on or off; the letters themselves are always in the portal."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        is_on = "is_on" in request.POST
        profiles.set_mail_notices(request.user, is_on, at=self.now)
        messages.success(request, "已开启邮件提醒" if is_on else "已关闭邮件提醒")
        return redirect("portal:letters")
