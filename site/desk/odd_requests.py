"""What Wagtail's views take as given: a request made by hand has it not, or otherwise.

They would break over it, or tell of an act that changed nothing.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page, Revision

PAGES = "wagtailadmin_pages"
#: Of many things at once, where they all lie.
PLACES = ("childOf", "parentId", "collection_id")


class OddRequests:
    """Middleware: an odd request ends before the view that would break over it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        look = LOOKS.get(request.resolver_match.view_name)
        return look(request, kwargs) if look and request.user.is_authenticated else None


def _many(request, kwargs):
    """The keys of a bulk action: each could be one of its things."""
    if bulk_action_registry.get_bulk_action_class(
        kwargs["app_label"], kwargs["model_name"], kwargs["action"]
    ):
        keys = request.GET.getlist("id")
        places = [text for name in PLACES for text in request.GET.getlist(name) if text]
        for text in [*(key for key in keys if key != "all"), *places]:
            _number(text)


def _copy(request, kwargs):
    if request.method == "POST":
        key = _number(request.POST.get("new_parent_page", ""))
        if not Page.objects.filter(pk=key).exists():
            raise Http404


def _number(text):
    try:
        return Page._meta.pk.clean(text, None)
    except ValidationError as error:
        raise Http404 from error


def _unlock(request, kwargs):
    page = _page_at_hand(request, kwargs)
    if page and not page.locked:
        return _answer(request, page, f"“{page.get_admin_display_title()}”没有锁定，无须解锁")


def _unschedule(request, kwargs):
    page = _page_at_hand(request, kwargs)
    version = (
        page
        and Revision.page_revisions.filter(object_id=str(page.pk), pk=kwargs["revision_id"]).first()
    )
    if version and not version.approved_go_live_at:
        title = page.get_admin_display_title()
        return _answer(request, page, f"“{title}”的这一版没有预定发布，无须取消")


def _page_at_hand(request, kwargs):
    """The page that is to be changed; None where Wagtail itself refuses or asks first."""
    page = Page.objects.filter(pk=kwargs["page_id"]).first()
    if request.method != "POST" or not page:
        return None
    return page if page.permissions_for_user(request.user).can_edit() else None


def _answer(request, page, words):
    messages.info(request, words)
    return redirect(f"{PAGES}:edit", page.pk)


LOOKS = {
    "wagtail_bulk_action": _many,
    f"{PAGES}:copy": _copy,
    f"{PAGES}:unlock": _unlock,
    f"{PAGES}:revisions_unschedule": _unschedule,
}
