"""Password or factor once more before accounts, duties, rules, calendars and tokens change.

allauth asks and remembers (``ACCOUNT_REAUTHENTICATION_TIMEOUT``, five minutes); what was sent in is
kept and done after the answer. A page left open on a desk gives nobody a duty.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import reauthentication
from django.conf import settings
from django.urls import reverse

#: What is basic data of the registry: who may do what, by which rules and on which days.
BASIC = {
    *("registry.membership", "registry.ruleset", "registry.organisation", "registry.township"),
    *("registry.holidaypaper", "registry.localoverride"),
}
#: Pages of Wagtail's about it, its choosers too, about people, and about the hands that sign words.
NAMESPACES = {
    *(f"wagtailsnippets_{label.replace('.', '_')}" for label in BASIC),
    *(f"wagtailsnippetchoosers_{label.replace('.', '_')}" for label in BASIC),
    *("wagtailusers_users", "wagtailusers_groups", "wagtailadmin_workflows"),
}
#: Their pages that only show; every other one changes something, also one that comes new.
READING = {
    *("list", "list_results", "index", "index_results", "usage", "usage_results"),
    *("history", "history_results", "choose", "choose_results", "chosen", "chosen_multiple"),
    *("task_index", "task_index_results", "select_task_type"),
    *("task_chooser", "task_chooser_results", "task_chosen"),
}
#: Our own pages of the same weight.
PAGES = {
    *("desk:appoint", "desk:move_officer", "desk:end_officer"),
    *("desk:letter_wording", "desk:wording"),
    *("desk:new_word", "desk:word", "desk:word_version"),
}
#: Of these, what is sent in: each makes or ends the key of a receiving system, or destroys files.
PAGES_SENT = {
    *("desk:subscribers", "desk:subscriber", "desk:stop_subscriber"),
    "desk:disposal",
    "desk:preservation",
}
IN_BULK = BASIC | {"registry.user"}


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
        return "{app_label}.{model_name}".format(**match.kwargs) in IN_BULK
    if match.namespace in NAMESPACES:
        return match.url_name not in READING
    if match.view_name in PAGES_SENT:
        return request.method == "POST"
    return match.view_name in PAGES
