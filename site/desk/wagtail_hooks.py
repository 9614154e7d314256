"""The workflow room's place in the Wagtail admin: the desk and the registers."""

from django.urls import include, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from . import menu
from .access import is_officer
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


@hooks.register("construct_main_menu")
def desk_menu(request, items):
    """The desk's doors; Wagtail's own help, English and on foreign servers, goes."""
    items[:] = [item for item in items if item.name != "help"]
    items.extend(menu.doors(request))


@hooks.register("construct_homepage_panels")
def desk_panel(request, panels):
    if is_officer(request.user):
        panels.append(menu.DeskPanel())


for register in REGISTERS:
    modeladmin_register(register)
register_snippet(OpinionTemplates)
