"""Password or factor once more before accounts, duties, rules, calendars and tokens change.

allauth asks and remembers (``ACCOUNT_REAUTHENTICATION_TIMEOUT``, five minutes); what was sent in is
kept and done after the answer. A page left open on a desk gives nobody a duty.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import reauthentication
from django.conf import settings
from django.urls import reverse

#: Snippets and pages of Wagtail's: everything that changes their rows. Lists are read freely.
NAMESPACES = {
    *("wagtailsnippets_registry_membership", "wagtailsnippets_registry_ruleset"),
    *("wagtailsnippets_registry_organisation", "wagtailsnippets_registry_township"),
    *("wagtailsnippets_registry_holidaypaper", "wagtailsnippets_registry_localoverride"),
    *("wagtailusers_users", "wagtailusers_groups"),
}
CHANGING = {"add", "edit", "delete", "copy", "revert", "workflow_action"}
#: Our own pages of the same weight.
PAGES = {
    *("desk:appoint", "desk:move_officer", "desk:end_officer"),
    *("desk:letter_wording", "desk:wording"),
}
OF_PEOPLE = {("registry", "user"), ("registry", "membership")}


class IdentityAgainMiddleware:
    """Where who acts was asked too long ago, allauth's page asks before the view is called."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        is_asked = settings.IDENTITY_AGAIN and request.user.is_authenticated and is_weighty(request)
        if is_asked and reauthentication.is_reauthentication_required(request, app="account"):
            return ask_again(request)
        return None


def ask_again(request):
    """allauth's page of the person's first way to prove who they are; what was sent is kept."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    page = ways[0]["url"] if ways else reverse("account_login")
    return reauthentication.suspend_request(request, page)


def is_weighty(request):
    """Whether the address changes who may do what, or the rules and calendars it is done by."""
    match = request.resolver_match
    if match.view_name == "wagtail_bulk_action":
        return (match.kwargs.get("app_label"), match.kwargs.get("model_name")) in OF_PEOPLE
    is_changing = match.namespace in NAMESPACES and match.url_name in CHANGING
    return is_changing or match.view_name in PAGES
