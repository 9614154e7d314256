"""The objection door of a notice: the form, its receipt, and why it is closed (A11)."""

import uuid

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from rules.refusal import Refused
from supervision.models import Objection
from supervision.services import object_to
from supervision.services.admissions import admit
from supervision.views import remember

from .forms import ObjectionForm


def objection(request, page, receipt=None):
    """``<notice>/objection/`` asks; ``<notice>/objection/<receipt>/`` confirms an earlier one."""
    if receipt is not None:
        return _receipt(request, page, receipt)
    at = timezone.now()
    form = ObjectionForm(
        page.open_entries(at),
        request.POST or None,
        request.FILES or None,
        initial={"entry": request.GET.get("entry", "")},
        request=request,
        at=at,
    )
    if not form.entries:
        context = _context(request, page, state=page.state(at))
        status = 409 if request.method == "POST" else 200
        return render(request, "pages/objection_closed.html", context, status=status)
    received = form.is_valid() and _receive(form, at)
    if received:
        remember(request, received)
        return redirect("supervision:received")
    return render(request, "pages/objection_form.html", _context(request, page, form=form))


def _receive(form, at):
    """The stored objection; None with the reasons at the field when the window just closed."""
    entry, fields = form.as_objection()
    try:
        return admit(form.visit(), lambda: object_to(entry, channel="web", at=at, **fields), at=at)
    except Refused as refused:
        form.refuse(refused)
        return None


def _receipt(request, page, receipt):
    try:
        number = uuid.UUID(receipt)
    except ValueError as error:
        raise Http404 from error
    found = Objection.objects.filter(receipt_no=number, entry__publicity=page.publicity_id)
    received = found.select_related("entry").first()
    if received is None:
        raise Http404
    return render(
        request, "pages/objection_receipt.html", _context(request, page, receipt=received)
    )


def _context(request, page, **more):
    publicity = page.publicity
    return {**page.get_context(request), "publicity": publicity, **more}
