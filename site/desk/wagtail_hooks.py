"""The workflow room's place in the Wagtail admin: the desk and the registers."""

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from pages.models import DocumentPage
from workflow.services import deliveries

from . import menu
from .access import is_officer
from .administrators_home import AdministratorsPanel
from .registers import (  # noqa: F401, each registers itself
    catalogue,
    exchange,
    ledger,
    publicity,
    registry,
)
from .registers.papers import REGISTERS
from .snippets import OpinionTemplates


@hooks.register("register_admin_urls")
def desk_urls():
    return [path("desk/", include("desk.urls"))]


@hooks.register("insert_global_admin_css")
def style_of_paper():
    """What a browser prints of any page: all of it, and nothing to press."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/print.css"))


@hooks.register("construct_main_menu")
def desk_menu(request, items):
    """The desk's doors; Wagtail's own help, English and on foreign servers, goes."""
    items[:] = [item for item in items if item.name != "help"]
    items.extend(menu.doors(request))


@hooks.register("construct_homepage_panels")
def desk_panel(request, panels):
    if is_officer(request.user):
        panels.append(menu.DeskPanel())
    if request.user.is_superuser:
        panels.append(AdministratorsPanel())


@hooks.register("register_page_header_buttons")
def delivery_button(page, user, view_name, next_url=None):
    """Who was given a public document, and who has read it."""
    document = page.specific if page.live else None
    if isinstance(document, DocumentPage) and deliveries.may_oversee(document, user):
        url = reverse("desk:received_document", args=[page.pk])
        yield Button("分送情况", url, icon_name="mail", priority=47)


for register in REGISTERS:
    modeladmin_register(register)
register_snippet(OpinionTemplates)
