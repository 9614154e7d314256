"""The pages' side of the Wagtail admin, and the doors below a page."""

from operator import attrgetter

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem, reports_menu
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.widgets import Button
from wagtail.documents import get_document_model
from wagtail.documents.views import documents
from wagtail.documents.views import multiple as many_files
from wagtail.images import get_image_model
from wagtail.images.views import images
from wagtail.images.views import multiple as many_pictures
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet

from pages.documents import signed_files
from pages.documents.editions import edition
from pages.documents.file_doors import refusing_delete, serve_library_file

from . import (
    admin_words,
    bulk_refusals,  # noqa: F401, registers itself
)
from .document_list import Documents
from .editors_home import EditorsPanel, is_editor
from .finding_rows import find_documents, find_organisations
from .hands_views import HousePages
from .masking.views import MaskPersons, may_mask
from .models import (
    DocumentIndexPage,
    DocumentPage,
    NoticePage,
    RecipientGroup,
)
from .models.gated import Gated
from .models.hands import is_open_to_all
from .notices.board_photos import board_photo
from .notices.policies import reasons_against_deleting, reasons_against_taking_down
from .notices.tables import serve_workbook
from .of_generation import remembered
from .previewing.addresses import may_preview
from .previewing.views.bundles_page import PreviewBundles, RevokePreviewBundle
from .previewing.views.editors_page import PreviewAddresses, RevokePreviewAddress
from .privacy.answers import FORBIDDEN
from .privacy.file_views import ClaimedFiles, LiftFileObjections, may_see
from .privacy.gate import reasons_against_words
from .privacy.lifting import may_lift
from .privacy.many_uploads import ManyFiles, ManyPictures
from .privacy.views import LiftObjections
from .report_views import DeadLinksReport, StalenessReport
from .review_dates.views import ReviewDates
from .views import objection
from .vocabulary_lists import VOCABULARY_LISTS
from .word_in.services import may_bring
from .word_in.views import BringNewWord, BringWordInto, DiscardWord, WordPreview

Document, Image = get_document_model(), get_image_model()
WORD_GOES_INTO = (DocumentIndexPage, DocumentPage)
#: Wagtail's own panels of the home page that the editors' panel stands for.
REPLACED = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)
TAKES_DOWN = {"unpublish", "move", "delete"}
ONE_BY_ONE = {
    "publish": "页面须经拟稿、审核、签发三个人公开，不能批量发布",
    "unpublish": "撤下页面须逐页写明理由，不能批量撤下",
}


@hooks.register("register_admin_viewset")
def views_of_pages():
    return [HousePages(), Documents("documentpage", url_prefix="documents-list")]


@hooks.register("construct_homepage_panels")
def editors_panel(request, panels):
    """The house's own panel in place of Wagtail's lists, which say less of the same."""
    if is_editor(request.user):
        panels[:] = [each for each in panels if not isinstance(each, REPLACED)]
        panels.append(EditorsPanel(timezone.now()))


@hooks.register("register_page_header_buttons")
def review_date_button(page, user, view_name, next_url=None):
    """When a page that is public is to be read again."""
    if page.live and page.depth > 1 and page.specific.permissions_for_user(user).can_edit():
        url = reverse("pages_review_date", args=[page.pk])
        yield Button("复核日期", url, icon_name="calendar-check", priority=46)


for _viewset in VOCABULARY_LISTS:
    register_snippet(_viewset)


@hooks.register("register_admin_urls")
def searches_of_forms():
    return [
        path("find/documents/", find_documents, name="pages_find_documents"),
        path("find/organisations/", find_organisations, name="pages_find_organisations"),
    ]


@hooks.register("insert_editor_js")
def wait_for_autosave():
    """A button waits for what is being saved by itself."""
    return format_html('<script src="{}"></script>', static("pages/saving.js"))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_private_words(request, page):
    """A draft is kept whatever it says; its writer is told at once what will keep it back.

    Not at each autosave, whose messages would pile up until the next page.
    """
    if isinstance(page, Gated) and request.accepts("text/html"):
        for reason in reasons_against_words(page.get_latest_revision_as_object()):
            messages.warning(request, f"送审前须改正：{reason}{_way_out(reason)}")


def _way_out(reason):
    return "（确属误判的，请签发人员在“个人信息检查”中解除）" if FORBIDDEN in reason else ""


@hooks.register("register_admin_urls")
def house_addresses():
    return [
        path("objections/<int:key>/", LiftObjections.as_view(), name="pages_lift"),
        path("objections/files/", ClaimedFiles.as_view(), name="pages_claimed_files"),
        path(
            "objections/files/<str:kind>/<int:pk>/",
            LiftFileObjections.as_view(),
            name="pages_lift_file",
        ),
        path("masking/", MaskPersons.as_view(), name="pages_masking"),
        path("previews/<int:key>/", PreviewAddresses.as_view(), name="pages_previews"),
        path(
            "previews/<int:key>/<int:pk>/revoke/",
            RevokePreviewAddress.as_view(),
            name="pages_revoke_preview",
        ),
        path("preview-bundles/", PreviewBundles.as_view(), name="pages_preview_bundles"),
        path(
            "preview-bundles/<int:pk>/revoke/",
            RevokePreviewBundle.as_view(),
            name="pages_revoke_preview_bundle",
        ),
        path("review-dates/<int:key>/", ReviewDates.as_view(), name="pages_review_date"),
    ]


class _MaskItem(MenuItem):
    """Shown to whoever brings files into the library."""

    def is_shown(self, request):
        return may_mask(request.user)


class _ClaimedItem(MenuItem):
    """Shown to whoever brings files, and to whoever signs."""

    def is_shown(self, request):
        return may_see(request.user)


@hooks.register("register_admin_menu_item")
def mask_persons():
    return _MaskItem(
        "遮盖个人信息", reverse("pages_masking"), name="masking", icon_name="view", order=410
    )


@hooks.register("register_admin_menu_item")
def claimed_files():
    return _ClaimedItem(
        "误判的文件", reverse("pages_claimed_files"), name="claimed", icon_name="view", order=411
    )


@hooks.register("register_page_header_buttons")
def preview_button(page, user, view_name, next_url=None):
    """Handing out a draft, and lifting what the gate mistook, from editor and tree."""
    if page.depth > 1 and may_preview(page, user):
        url = reverse("pages_previews", args=[page.pk])
        yield Button("预览链接", url, icon_name="link", priority=45)
    if may_lift(page.specific_deferred, user):
        url = reverse("pages_lift", args=[page.pk])
        yield Button("个人信息检查", url, icon_name="view", priority=46)


@hooks.register("register_admin_urls")
def word_addresses():
    return [
        path("word/new/<int:key>/", BringNewWord.as_view(), name="pages_word_new"),
        path("word/into/<int:key>/", BringWordInto.as_view(), name="pages_word_into"),
        path("word/<int:pk>/", WordPreview.as_view(), name="pages_word"),
        path("word/<int:pk>/discard/", DiscardWord.as_view(), name="pages_word_discard"),
    ]


@hooks.register("register_page_header_buttons")
def word_button(page, user, view_name, next_url=None):
    """A new draft from Word in a column, the text of a draft from Word in a document."""
    page = page.specific if issubclass(page.specific_class or Page, WORD_GOES_INTO) else page
    if isinstance(page, WORD_GOES_INTO) and may_bring(page, user):
        name = "pages_word_into" if isinstance(page, DocumentPage) else "pages_word_new"
        url = reverse(name, args=[page.pk])
        yield Button("从 Word 导入", url, icon_name="doc-full", priority=44)


@hooks.register("before_serve_document")
def serve_public_files(document, request):
    """Files of the library answer when a visible page names them, with the bytes it had."""
    return serve_library_file(document, request)


@hooks.register("register_admin_urls", order=-1)
def guarded_addresses():
    """Before Wagtail's own: deleting what is behind signed words, many uploads, say why not."""
    doors = (
        ("documents/delete/<int:document_id>/", Document, documents, "wagtaildocs:edit"),
        ("documents/multiple/<int:doc_id>/delete/", Document, many_files, "wagtaildocs:edit"),
        ("images/<int:image_id>/delete/", Image, images, "wagtailimages:edit"),
        ("images/multiple/<int:image_id>/delete/", Image, many_pictures, "wagtailimages:edit"),
    )
    return [
        path("documents/multiple/add/", ManyFiles.as_view()),
        path("images/multiple/add/", ManyPictures.as_view()),
        *(
            path(address, refusing_delete(model, views.DeleteView.as_view(), edit))
            for address, model, views, edit in doors
        ),
    ]


@hooks.register("before_bulk_action")
def keep_signed_files(request, action_type, objects, action):
    things = [each for each in objects if isinstance(each, Document | Image)]
    if action_type != "delete":
        return None
    return _refuse(
        request, [why for thing in things for why in signed_files.reasons_against_deleting(thing)]
    )


@hooks.register("before_delete_snippet")
def keep_named_groups(request, rows):
    groups = [each for each in rows if isinstance(each, RecipientGroup)]
    return _refuse(request, [why for each in groups for why in each.reasons_against_deleting()])


@hooks.register("before_serve_page")
def know_that_it_is_open(page, request, args, kwargs):
    """Wagtail asks next whether anybody is kept out: once for all readers of a generation."""
    page.is_open_to_all = remembered(request, "is_open_to_all", is_open_to_all)


@hooks.register("before_serve_page")
def serve_objection_door(page, request, args, kwargs):
    """Hand the addresses below a notice to their doors; every other page serves itself."""
    if isinstance(page, NoticePage) and kwargs.get("door") == "objection":
        return objection(request, page, kwargs["receipt"])
    if isinstance(page, NoticePage) and kwargs.get("door") == "table":
        return serve_workbook(request, page)
    if isinstance(page, NoticePage) and kwargs.get("door") == "board":
        return board_photo(page, kwargs["key"])
    return None


@hooks.register("before_serve_page")
def serve_editions(page, request, args, kwargs):
    """The addresses below a document: PDF, Word, earlier versions."""
    if isinstance(page, DocumentPage) and "door" in kwargs:
        return edition(request, page, **kwargs)
    return None


REPORTS = (
    ("pages_staleness", "column-staleness", StalenessReport, "time", 1110),
    ("pages_dead_links", "dead-links", DeadLinksReport, "link", 1120),
)


def first_report(request):
    """The address above all reports leads to the first that this person may read."""
    items = reports_menu.menu_items_for_request(request)
    if not items:
        raise Http404
    return redirect(min(items, key=attrgetter("order")).url)


@hooks.register("register_admin_urls")
def report_addresses():
    addresses = [path("reports/", first_report)]
    for name, address, view, _, _ in REPORTS:
        results = view.as_view(results_only=True)
        addresses.append(path(f"reports/{address}/", view.as_view(), name=name))
        addresses.append(path(f"reports/{address}/results/", results, name=f"{name}_results"))
    return addresses


class _ReportItem(MenuItem):
    """Shown to whom the report lets in."""

    def __init__(self, view, url, **kwargs):
        super().__init__(view.page_title, url, **kwargs)
        self.view = view

    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(
            request.user, self.view.any_permission_required
        )


def _register_report(name, view, icon, order):
    @hooks.register("register_reports_menu_item")
    def menu_item():
        return _ReportItem(view, reverse(name), name=name, icon_name=icon, order=order)


for _name, _, _view, _icon, _order in REPORTS:
    _register_report(_name, _view, _icon, _order)


@hooks.register("before_delete_page")
def keep_published_documents(request, page):
    """What was public once is repealed or taken down, never deleted: its versions are records."""
    return _refuse(request, reasons_against_deleting(page.get_descendants(inclusive=True)))


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_running_notices(request, page):
    """A running notice, or a column that holds one, stays up."""
    return _refused(request, page.get_descendants(inclusive=True))


@hooks.register("before_move_page")
def keep_running_notices_in_place(request, page, destination):
    """Who may not move it does not read its title either, which Wagtail shows before it asks."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied
    return keep_running_notices(request, page)


@hooks.register("before_bulk_action")
def keep_among_many(request, action_type, objects, action):
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type not in {*ONE_BY_ONE, *TAKES_DOWN} or not pages:
        return None
    answers = [keep_running_notices(request, page) for page in pages]
    if action_type == "delete":
        answers += [keep_published_documents(request, page) for page in pages]
    if action_type in ONE_BY_ONE:
        answers.append(_refuse(request, [ONE_BY_ONE[action_type]]))
    return next(filter(None, answers), None)


def _refused(request, pages):
    return _refuse(request, reasons_against_taking_down(pages, at=timezone.now()))


def _refuse(request, reasons):
    for reason in reasons:
        messages.error(request, reason)
    return redirect("wagtailadmin_home") if reasons else None


admin_words.say_in_chinese()
