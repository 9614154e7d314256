"""The frame of the site and its home page as JSON."""

from datetime import date
from typing import Literal

from django.conf import settings
from django.urls import reverse
from ninja import Router, Schema
from ninja.errors import HttpError
from wagtail.models import Site

from registry.names import get_names

from ...models import SiteSettings
from ...models.feature_blocks import STANDARD_SECTIONS
from ...visible import is_public
from ..feeding import FORMS, TITLES
from . import documents, notices, products, results
from .blocks import ImageOut
from .columns import ColumnOut, columns_of
from .columns import prepare as prepare_columns
from .documents import DocumentOut, FigureOut
from .feature_blocks import FeatureBlock, LinkOut, as_data, links_data
from .listing import Counted, asked_at, json, represent
from .notices import NoticeOut
from .problems import answers
from .product_schemas import ProductOut
from .references import PageRef, page_ref
from .results import ResultOut

router = Router(tags=["网站"])
IMPRINT = (
    *("organiser", "operator", "contact", "site_id_code", "icp_number", "police_number"),
    *("police_link", "party_link", "correction_link"),
)
#: Doors of the site that are no page of the tree.
DOORS = (
    ("verify", "证书核验", "public:verify"),
    ("follow", "投诉举报和异议", "supervision:follow"),
    ("complain", "投诉举报", "supervision:complain"),
    ("figures", "投诉举报办理统计", "supervision:figures"),
    ("draws", "随机抽查", "public:draws"),
    ("search", "搜索", "public:search"),
    ("site_map", "网站地图", "public:site_map"),
    ("feeds", "订阅", "public:feeds"),
    ("portal", "申请门户", "portal:home"),
)
#: Where the rule set names a legal basis of its publication.
DISHONESTY = (("dishonesty", "失信登记", "public:dishonesty"),)


class NamesOut(Schema):
    """What the offices and the programme are called today."""

    district: str
    product: str
    station: str
    office: str
    office_in_full: str
    bureau: str
    programme: str
    region: str
    certificate_example: str


class ImprintOut(Schema):
    organiser: str
    operator: str
    contact: str
    site_id_code: str
    icp_number: str
    police_number: str
    police_link: str
    party_link: str
    correction_link: str


class DoorOut(Schema):
    name: str
    title: str
    url: str


class FeedOut(Schema):
    name: str
    title: str
    form: Literal[tuple(FORMS)]
    type: str
    url: str


class SiteOut(Schema):
    """What stands on every page: head, navigation, foot."""

    name: str
    url: str
    language: str
    names: NamesOut
    address: str
    contact_phone: str
    hotline: str
    second_hotline: str
    imprint: ImprintOut
    header_html: str
    footer_html: str
    navigation: list[ColumnOut]
    menu: list[LinkOut]
    footer_links: list[LinkOut]
    doors: list[DoorOut]
    feeds: list[FeedOut]


class BulletinOut(Schema):
    document: PageRef
    figures: list[FigureOut]


class BannerOut(Schema):
    title: str
    image: ImageOut
    url: str


class SectionOut(Schema):
    """One part of the home page; ``block`` where an editor wrote it."""

    kind: str
    block: FeatureBlock | None


class HomeOut(Schema):
    type: Literal["home"] = "home"
    title: str
    url: str
    today: date
    banners: list[BannerOut]
    sections: list[SectionOut]
    open_notices: list[NoticeOut]
    results: list[ResultOut]
    policies: list[DocumentOut]
    announcements: list[DocumentOut]
    product_count: int
    suspended_count: int
    categories: list[Counted]
    newest_products: list[ProductOut]
    bulletin: BulletinOut | None


def site_data(request):
    """What :class:`SiteOut` holds."""
    site, names = site_of(request), get_names()
    words = SiteSettings.for_site(site)
    columns = [page for page in columns_of(asked_at(request)) if page.show_in_menus]
    prepare_columns(columns, request, is_whole=False)
    content = {name: str(getattr(names, name)) for name in NamesOut.model_fields}
    return {
        "name": site.site_name or settings.WAGTAIL_SITE_NAME,
        "url": request.build_absolute_uri(site.root_page.get_url(request)),
        "language": "zh-CN",
        "names": content,
        **{
            name: str(getattr(names, name))
            for name in ("address", "contact_phone", "hotline", "second_hotline")
        },
        "imprint": {name: getattr(words, name) for name in IMPRINT},
        "header_html": words.header_html,
        "footer_html": words.footer_html,
        "navigation": [represent(ColumnOut, page, request) for page in columns],
        "menu": _menu(site, request),
        "footer_links": _links(site.root_page.specific, "footer_links", request),
        "doors": [
            {"name": name, "title": title, "url": request.build_absolute_uri(reverse(door))}
            for name, title, door in (*DOORS, *(DISHONESTY if names.dishonesty_basis else ()))
        ],
        "feeds": feeds_data(request),
    }


def _menu(site, request):
    """What stands in the navigation: what the office ordered, else what is in the menu."""
    home = site.root_page.specific
    if links := _links(home, "navigation", request):
        return links
    return [
        {"text": page.title, "url": request.build_absolute_uri(page.get_url(request))}
        for page in home.get_children().live().in_menu()
    ]


def _links(home, name, request):
    stream = getattr(home, name, [])
    return links_data([block.value for block in stream], request)


def feeds_data(request):
    return [
        {
            "name": name,
            "title": title,
            "form": form,
            "type": mime,
            "url": request.build_absolute_uri(reverse("public:feed", args=[name, form])),
        }
        for name, title in TITLES.items()
        for form, (_, mime) in FORMS.items()
    ]


def site_of(request):
    """The site that the request is about; 404 where none answers to its name."""
    site = Site.find_for_request(request)
    if site is None:
        raise HttpError(404, "此域名没有网站")
    return site


def home_data(request):
    """What :class:`HomeOut` holds: the very rows of the page."""
    home = site_of(request).root_page.specific
    content = home.context_at(asked_at(request), request)

    def cards(kind, pages):
        pages = list(pages)
        kind.prepare(pages, request, is_whole=False)
        return [represent(kind.short, page, request) for page in pages]

    return {
        "type": "home",
        "title": home.title,
        "url": request.build_absolute_uri(home.get_url(request)),
        "today": content["today"].isoformat(),
        "banners": [_banner(each, request) for each in content["banners"]],
        "sections": [
            {"kind": kind, "block": next(iter(as_data([block], request))) if block else None}
            for kind, block in _written(content["section_blocks"])
        ],
        "open_notices": cards(notices.KIND, [row for row, *_ in content["open_notices"]]),
        "results": cards(results.RESULT, content["results"]),
        "policies": cards(documents.KIND, content["policies"]),
        "announcements": cards(documents.KIND, content["announcements"]),
        "product_count": content["product_count"],
        "suspended_count": content["suspended_count"],
        "categories": [
            {"value": word, "label": label, "count": count}
            for word, label, count in content["categories"]
        ],
        "newest_products": cards(products.KIND, content["newest_products"]),
        "bulletin": content["bulletin"] and _bulletin(content["bulletin"], request),
    }


def _written(pairs):
    """Parts that the system fills itself have no block of their own."""
    return [(kind, None if kind in STANDARD_SECTIONS else block) for kind, block in pairs]


def _banner(value, request):
    picture = value["image"].get_rendition("fill-1200x300")
    page, at = value["page"], asked_at(request)
    is_shown = page is not None and is_public(page.specific, at)
    return {
        "title": value["title"],
        "image": {
            "url": request.build_absolute_uri(picture.url),
            "width": picture.width,
            "height": picture.height,
            "alt": value["alt"],
        },
        "url": request.build_absolute_uri(page.get_url(request)) if is_shown else "",
    }


def _bulletin(page, request):
    figures = [represent(FigureOut, each, request) for each in page.figures.all()]
    return {"document": page_ref(page, request), "figures": figures}


@router.get("/site", response=answers(SiteOut), summary="网站名称、电话、导航、页脚和订阅地址")
def site(request):
    return json(site_data(request))


@router.get("/home", response=answers(HomeOut), summary="首页此刻显示的内容")
def home(request):
    return json(home_data(request))


@router.get("/feeds", response=answers(list[FeedOut]), summary="可以订阅的内容")
def feeds(request):
    return json(feeds_data(request))
