"""A quarterly bulletin before the public, made by the flow after its review (A27, R50)."""

from django.db import models
from django.http import Http404
from django.utils import timezone
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from ledger.bulletins import parts
from registry.names import get_names
from rules.periods import local_day
from rules.sales import quarter_words

from .gated import Gated
from .hands import ByFlow
from .visibility import PageManager, PageQuerySet, standing


class BulletinPageQuerySet(PageQuerySet):
    def visible(self, at):
        """From the moment of its publication on."""
        return self.filter(standing(), go_live_at__lte=at)

    def newest(self):
        return self.order_by("-go_live_at", "-pk")


class BulletinPage(ByFlow, Gated, Page):
    """通报页面: the public face of a quarterly bulletin; its words are the bulletin's."""

    bulletin = models.OneToOneField(
        "ledger.Bulletin", models.PROTECT, related_name="page", verbose_name="季度通报"
    )

    objects = PageManager.from_queryset(BulletinPageQuerySet)()

    parent_page_types = ["pages.DocumentIndexPage"]
    is_creatable = False
    content_panels = []
    search_fields = [*Page.search_fields, index.SearchField("searched_text")]

    class Meta:
        verbose_name = verbose_name_plural = "通报页面"

    @property
    def searched_text(self):
        return "；".join(part.text for part in parts(self.bulletin, is_public=True) if part.text)

    @property
    def issuer(self):
        """The unit as its documents sign it."""
        return self.bulletin.unit.official_name

    def route(self, request, path_components):
        """The page, and its editions ``document.pdf`` and ``document.docx``."""
        visible = BulletinPage.objects.visible(timezone.now()).filter(pk=self.pk)
        door = path_components[0] if len(path_components) == 1 else None
        if (path_components and door not in EDITIONS) or not visible.exists():
            raise Http404
        return RouteResult(self, kwargs={"door": door} if door else {})

    def serve(self, request, door=None):
        return super().serve(request)

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **paper(self.bulletin, True)}


#: What stands below the address of a bulletin.
EDITIONS = ("document.pdf", "document.docx")


def bulletin_title(bulletin):
    """关于……季度……工作进展情况的通报."""
    work = f"{quarter_words(bulletin.close.quarter)}{get_names().campaign}工作进展情况"
    whose = "" if bulletin.kind == bulletin.Kind.DISTRICT else f"{bulletin.unit}"
    mark = "（更正）" if bulletin.corrects_id else ""
    return f"{whose}关于{work}的通报{mark}"


def paper(bulletin, is_public):
    """What the template of a bulletin's paper needs; the public sees what may be told."""
    issued_on = local_day(bulletin.issued_at) if bulletin.issued_at else None
    return {
        "bulletin": bulletin,
        "title": bulletin_title(bulletin),
        "parts": list(parts(bulletin, is_public=is_public)),
        "issued_on": issued_on,
    }
