"""Wagtail's choosers and its history of the site are for who edits what they choose from.

Wagtail itself opens them to whoever may open the admin, so every officer could read every duty,
rule set and name in them.
"""

from django.core.exceptions import PermissionDenied
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

CHOOSER, HISTORY = "choos", "reports/site-history"
SNIPPETS = "admin/snippets/choose/"
EDITS = ("add", "change", "delete")


class ChoosersForEditors:
    """Middleware: shuts a chooser to who has nothing to choose for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        route, user = request.resolver_match.route, request.user
        is_guarded = route.startswith("admin/") and (CHOOSER in route or HISTORY in route)
        if is_guarded and user.is_authenticated and not may_choose(user, route):
            raise PermissionDenied


def may_choose(user, route):
    """Whether ``user`` edits anything whose form leads to the chooser at ``route``."""
    if route.startswith(SNIPPETS):
        return edits_snippets(user, route.removeprefix(SNIPPETS).split("/")[0])
    pages = policy_registry.get_by_type(Page)
    return pages.user_has_any_permission(user, ["add", "change", "publish"])


def edits_snippets(user, app):
    """Whether ``user`` edits any of the basic data of ``app``: a form of one chooses another."""
    models = [model._meta for model in get_snippet_models() if model._meta.app_label == app]
    acts = [f"{app}.{act}_{meta.model_name}" for meta in models for act in EDITS]
    return any(map(user.has_perm, acts))
