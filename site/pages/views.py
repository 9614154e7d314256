"""The public doors that are no pages: objections (A11), sized pictures, the size of type."""

import uuid
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from django.views.static import serve

from doors.acts import FormAct
from doors.admissions import admit
from publicity.forms import ObjectionForm
from publicity.models import Objection
from registry.callers import received_at
from supervision.models import InspectionDraw
from supervision.services.objections import object_or_complain
from supervision.views import remember_receipt

from .documents.file_doors import image_of, is_for_all, size_at, with_cache
from .models.paging import paged
from .reading import COOKIE, LARGE, YEAR


def closed(request):
    """An address of a package that has no door here."""
    raise Http404


def picture(request, path):
    """A sized picture (rendition) that something public shows, or for the staff. Originals have
    no door, and no server in front may give out this folder by itself.
    """
    at = timezone.now()
    is_public = is_for_all(request, image_of(path), at)
    path = size_at(path, at=at)
    response = serve(request, path, document_root=Path(settings.MEDIA_ROOT) / "images")
    return with_cache(response, is_public=is_public)


@never_cache
def reading(request):
    """长辈版 on or off: remembered for a year in a cookie that says nothing else; then back."""
    back = request.GET.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(back, hosts, require_https=request.is_secure())
    answer = HttpResponseRedirect(back if is_ours else get_script_prefix())
    if request.GET.get("type") == LARGE:
        secure = request.is_secure()
        answer.set_cookie(COOKIE, LARGE, YEAR, secure=secure, httponly=True, samesite="Lax")
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


def objection(request, page, receipt=None):
    """``<notice>/objection/`` asks; ``<notice>/objection/<receipt>/`` confirms an earlier one."""
    if receipt is not None:
        return _receipt(request, page, receipt)
    return Objecting.as_view(page=page)(request)


class Objecting(FormAct, TemplateView):
    """The form of an objection, while something of the notice can be objected to (A11).

    What is sent in after the end is received all the same, as a complaint.
    """

    page = None
    template_name = "pages/objection_form.html"
    form_class = ObjectionForm

    @cached_property
    def at(self):
        return received_at(self.request)

    @cached_property
    def entries(self):
        return self.page.open_entries(self.at)

    def get(self, request, *args, **kwargs):
        if not self.entries:
            return _closed(request, self.page)
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        return {"entry": self.request.GET.get("entry", "")}

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        is_sent = self.request.method == "POST"
        late = self.page.late_entries(self.at) if is_sent else []
        entries = {"entries": self.entries, "late": late}
        return {**kwargs, **entries, "request": self.request, "at": self.at}

    def act(self, form):
        entry, fields = form.as_objection()
        files = fields.pop("evidence")

        def receive(evidence):
            return object_or_complain(entry, channel="web", at=self.at, evidence=evidence, **fields)

        return admit(form.visit(), receive, at=self.at, files=files, counts_as=form.counts_as)

    def succeed(self, received):
        remember_receipt(self.request, received)
        return redirect("supervision:received")

    def get_context_data(self, **kwargs):
        return _context(self.request, self.page, **super().get_context_data(**kwargs))


def _closed(request, page):
    """Too late, or nothing left to object to: the way to a complaint."""
    context = _context(request, page, state=page.state(timezone.now()))
    return render(request, "pages/objection_closed.html", context)


def _receipt(request, page, receipt):
    try:
        number = uuid.UUID(receipt)
    except ValueError as error:
        raise Http404 from error
    objections = Objection.objects.filter(receipt_no=number, entry__publicity=page.publicity_id)
    objection = objections.select_related("entry").first()
    if objection is None:
        raise Http404
    return render(
        request, "pages/objection_receipt.html", _context(request, page, receipt=objection)
    )


def _context(request, page, **more):
    publicity = page.publicity
    return {**page.get_context(request), "publicity": publicity, **more}


def inspection_draws(request):
    """Every random draw, the newest first (R67)."""
    return render(
        request, "pages/inspection_draws.html", paged(request, InspectionDraw.objects.all())
    )


def inspection_draw(request, number):
    """A random draw before everybody: list, seed, result, and how to compute it anew (R67)."""
    fixed = get_object_or_404(InspectionDraw, number=number)
    return render(request, "pages/inspection_draw.html", {"fixed": fixed})
