"""The pages' side of the Wagtail admin, and the doors below a page."""

from django.shortcuts import redirect
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from .models import NoticePage
from .notice_tables import serve_workbook
from .policies import reasons_against_taking_down
from .views import objection

TAKES_DOWN = {"unpublish", "move", "delete"}


@hooks.register("before_serve_page")
def serve_objection_door(page, request, args, kwargs):
    """Hand the addresses below a notice to their doors; every other page serves itself."""
    if isinstance(page, NoticePage) and kwargs.get("door") == "objection":
        return objection(request, page, kwargs["receipt"])
    if isinstance(page, NoticePage) and kwargs.get("door") == "table":
        return serve_workbook(request, page)
    return None


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_running_notices(request, page):
    """A running notice, or a column that holds one, stays up."""
    return _refused(request, page.get_descendants(inclusive=True))


@hooks.register("before_move_page")
def keep_running_notices_in_place(request, page, destination):
    return keep_running_notices(request, page)


@hooks.register("before_bulk_action")
def keep_running_notices_among_many(request, action_type, objects, action):
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type not in TAKES_DOWN or not pages:
        return None
    answers = (keep_running_notices(request, page) for page in pages)
    return next(filter(None, answers), None)


def _refused(request, pages):
    reasons = reasons_against_taking_down(pages, at=timezone.now())
    for reason in reasons:
        messages.error(request, reason)
    return redirect("wagtailadmin_home") if reasons else None
