"""失信登记 before the public: only where a law wants it, only what is in force (A23)."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from registry import dishonesty
from rules.periods import local_day

from .models.paging import paged


def register(request):
    """The units in the register today; no such page where the rule set names no legal basis."""
    today = local_day(timezone.now())
    basis = dishonesty.legal_basis(today)
    if not basis:
        raise Http404
    context = paged(request, dishonesty.published(today).order_by("-effective_from", "-pk"))
    return render(request, "pages/dishonesty.html", {**context, "basis": basis, "today": today})
