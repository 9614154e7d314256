"""What a page says about itself to machines: government meta tags, Open Graph, schema.org.

The names of the government tags follow the annex of 国办发〔2017〕47号 (requirements §5.1) to the
letter: a site name on every page, column tags on columns, article tags on everything that is read.
A tag without a value is left out; no value is ever "null".
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatch

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from wagtail.models import Site

from pages.catalogue.standing import standing_at
from registry.names import fill, get_names

from ..catalogue.public_text import masked
from ..models import (
    BulletinPage,
    CatalogIndexPage,
    DocumentPage,
    FeaturePage,
    HomePage,
    NoticeIndexPage,
    NoticePage,
    ProductPage,
    RemovalPage,
    ResultPage,
)
from ..models.settings import ColumnType, settings_of
from ..of_generation import above
from .short_codes import short_code

SCHEMA = "https://schema.org"
OFFER = "公开认定结果和过程，接受社会监督。"


@dataclass
class Article:
    """What is said of one page that is read; ``keywords`` a list, ``thing`` its schema.org type."""

    title: str
    published_at: datetime | None
    source: str
    author: str = ""
    description: str = ""
    keywords: list[str] = field(default_factory=list)
    thing: str = "Article"
    more: dict = field(default_factory=dict)


@singledispatch
def article(page, at):
    """The :class:`Article` of a page at ``at``; types that know more are registered below."""
    published_at = getattr(page, "published_at", None) or page.first_published_at
    return Article(
        title=masked(page.title),
        published_at=published_at or page.go_live_at,
        source=getattr(page, "source", "") or getattr(page, "issuer", ""),
        author=getattr(page, "issuer", ""),
        description=masked(getattr(page, "summary", "") or page.search_description),
        keywords=list(getattr(page, "keyword_list", [])),
    )


@article.register
def _(page: DocumentPage, at):
    facts = article.dispatch(object)(page, at)
    facts.more = {"articleSection": page.get_kind_display()}
    return facts


@article.register
def _(page: FeaturePage, at):
    facts = article.dispatch(object)(page, at)
    facts.source = facts.author = get_names().office_in_full
    facts.thing = "WebPage"
    return facts


@article.register
def _(page: NoticePage, at):
    publicity, notice = page.publicity, page.annotated(at)
    held_text = f"，其中{notice.held_count}个中止（异议核查）" if notice.held_count else ""
    until = None if held_text else localtime(notice.runs_until).isoformat()
    return Article(
        title=masked(page.title),
        published_at=publicity.published_at,
        source=page.accepting_unit,
        author=page.accepting_unit,
        description=(
            f"{notice.entry_count}个拟认定{get_names().product}公示，期限{publicity.first_day:%Y-%m-%d}至"
            f"{publicity.last_day:%Y-%m-%d}，共{publicity.working_days}个工作日{held_text}"
        ),
        keywords=["公示", get_names().product, publicity.number],
        thing="SpecialAnnouncement",
        more={"expires": until},
    )


@article.register
def _(page: ResultPage, at):
    return Article(
        title=masked(page.title),
        published_at=page.go_live_at,
        source=page.accepting_unit,
        author=page.accepting_unit,
        description=f"{page.notice.title}的结果",
        keywords=["公示结果", get_names().product, page.notice.publicity.number],
        thing="SpecialAnnouncement",
    )


@article.register
def _(page: BulletinPage, at):
    names = get_names()
    return Article(
        title=page.title,
        published_at=page.go_live_at,
        source=page.issuer,
        author=page.issuer,
        description=f"{page.title}（{page.bulletin.number}）",
        keywords=["通报", names.campaign, page.bulletin.close.quarter],
        thing="Article",
    )


@article.register
def _(page: RemovalPage, at):
    return Article(
        title=masked(page.title),
        published_at=page.go_live_at,
        source=page.issuing_unit,
        author=page.issuing_unit,
        description=f"{masked(page.event.product_version.name)}清理出目录，{page.event.basis_doc_no}",
        keywords=["清理公告", get_names().product, page.event.certificate.number],
        thing="SpecialAnnouncement",
    )


@article.register
def _(page: ProductPage, at):
    certificate, facts = page.certificate, page.certificate.version
    office = certificate.ruleset.office
    name, producer = masked(facts.name), masked(certificate.applicant.name)
    standing = standing_at(certificate, at).standing
    return Article(
        title=name,
        published_at=page.first_published_at or page.go_live_at,
        source=office.official_name,
        author=office.official_name,
        description=f"{name}，{producer}，产地{masked(facts.origin_text)}{_stopped(standing)}",
        keywords=[get_names().product, masked(facts.category_text), certificate.number],
        thing="Product",
        more=_product(certificate, producer, office, standing),
    )


def _stopped(standing):
    """What a link to a product must say before anybody follows it."""
    if standing.is_valid:
        return ""
    return f"（{standing.label}，不得以{get_names().product}名义宣传销售）"


def _product(certificate, producer, office, standing):
    return {
        "productID": certificate.number,
        "category": masked(certificate.version.category_text),
        "manufacturer": {"@type": "Organization", "name": producer},
        "hasCertification": {
            "@type": "Certification",
            "name": fill("{product}认定"),
            "certificationIdentification": certificate.number,
            "issuedBy": {"@type": "GovernmentOrganization", "name": office.official_name},
            "validFrom": f"{certificate.valid_from}",
            "expires": f"{certificate.valid_until}",
            "certificationStatus": f"{SCHEMA}/Certification{_activity(standing)}",
        },
    }


def _activity(standing):
    return "Active" if standing.is_valid else "Inactive"


@dataclass
class Metadata:
    """What goes into the head: ``names`` are ``<meta name>``, ``properties`` Open Graph's."""

    names: list[tuple[str, str]]
    properties: list[tuple[str, str]] = field(default_factory=list)
    canonical: str = ""
    short_url: str = ""
    json_ld: str = ""


def metadata(page, request):
    """The :class:`Metadata` of ``page``, or of a door that is no page when it is None."""
    site, settings = Site.find_for_request(request), settings_of(request)
    names = _site_names(site, settings, request)
    if page is None or not page.pk or not page.get_url(request):
        return Metadata(_non_empty([*names, ("Description", f"{site.site_name}，{OFFER}")]))
    facts = None if is_column(page) or isinstance(page, HomePage) else article(page, timezone.now())
    url = request.build_absolute_uri(page.get_url(request))
    image = request.build_absolute_uri(reverse("public:share_card", args=[page.pk]))
    if facts:
        names += _article_names(facts, url, image)
    elif not isinstance(page, HomePage):
        names += _column_names(page, settings)
    if facts is None:
        names += [("Description", _description(page, site))]
    things = [_thing(page, facts, site, settings, url, image), *_crumbs(page, site, request)]
    return Metadata(
        names=_non_empty(names),
        properties=_non_empty(_open_graph(page, facts, site, url, image)),
        canonical=_canonical(page, url, request),
        short_url=request.build_absolute_uri(
            reverse("public:short_url", args=[short_code(page.pk)])
        ),
        json_ld=script_safe([thing for thing in things if thing]),
    )


def _canonical(page, url, request):
    """The page's address; of a later part of a whole list its own, for it says something else."""
    query = {name: value for name, value in request.GET.items() if value}
    number = query.pop("page", "1")
    is_part = is_column(page) and not query and number.isascii() and number.isdecimal()
    return f"{url}?page={int(number)}" if is_part and int(number) > 1 else url


def is_column(page):
    """A page whose purpose is the list of the pages below it."""
    return not isinstance(page, HomePage) and bool(type(page).allowed_subpage_models())


def script_safe(data):
    """JSON that no value can break out of a ``<script>`` with."""
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)


def _description(page, site):
    """For search engines, on pages that are no article."""
    return page.search_description or f"{page.title}：{site.site_name}，{OFFER}"


def _non_empty(pairs):
    return [(name, value) for name, value in pairs if value]


def _site_names(site, settings, request):
    return [
        ("SiteName", site.site_name),
        ("SiteDomain", request.get_host()),
        ("SiteIDCode", settings.site_id_code),
    ]


def _column_names(page, settings):
    column = next((each for each in settings.columns.all() if each.page_id == page.pk), None)
    keywords = column.keywords.replace("、", ",") if column else ""
    return [
        ("ColumnName", page.title),
        (
            "ColumnDescription",
            (column and column.description) or page.search_description or page.title,
        ),
        ("ColumnKeywords", keywords or page.title),
        ("ColumnType", f"{column.column_type if column else default_type(page)}"),
    ]


def default_type(page):
    """The 栏目类别 of a column that nobody described in the site's settings."""
    if isinstance(page, NoticeIndexPage):
        return ColumnType.PUBLICITY.value
    if isinstance(page, CatalogIndexPage):
        return ColumnType.SERVICE.value
    return getattr(page, "column_type", ColumnType.POLICY.value)


def _article_names(facts, url, image):
    published = facts.published_at
    return [
        ("ArticleTitle", facts.title),
        ("PubDate", f"{localtime(published):%Y-%m-%d %H:%M}" if published else ""),
        ("ContentSource", facts.source),
        ("Keywords", ",".join(facts.keywords)),
        ("Author", facts.author),
        ("Description", facts.description),
        ("Image", image),
        ("Url", url),
    ]


def _open_graph(page, facts, site, url, image):
    title = facts.title if facts else masked(page.title)
    return [
        ("og:type", "article" if facts else "website"),
        ("og:title", title),
        ("og:description", facts.description if facts else _description(page, site)),
        ("og:url", url),
        ("og:image", image),
        ("og:image:alt", title),
        ("og:site_name", site.site_name),
        ("og:locale", "zh_CN"),
    ]


def _thing(page, facts, site, settings, url, image):
    if isinstance(page, HomePage):
        return _service(site, settings, url)
    if facts is None:
        return {"@context": SCHEMA, "@type": "CollectionPage", "name": page.title, "url": url}
    office = {"@type": "GovernmentOrganization", "name": facts.source}
    thing = {"@context": SCHEMA, "@type": facts.thing, "name": facts.title, "url": url}
    thing |= {"description": facts.description, "image": image, **facts.more}
    if facts.thing != "Product":
        posted = "datePublished" if facts.thing == "Article" else "datePosted"
        moment = facts.published_at and localtime(facts.published_at).isoformat()
        thing |= {"headline": facts.title, posted: moment, "publisher": office}
    return {name: value for name, value in thing.items() if value}


def _service(site, settings, url):
    provider = {"@type": "GovernmentOrganization", "name": settings.organiser}
    return {
        "@context": SCHEMA,
        "@type": "GovernmentService",
        "name": site.site_name,
        "serviceType": fill("{product}认定"),
        "url": url,
        **({"provider": provider} if settings.organiser else {}),
    }


def _crumbs(page, site, request):
    """The way from the home page, as schema.org's BreadcrumbList; none on the home page itself."""
    home = site.root_page
    if page.depth <= home.depth:
        return []
    between = [each for each in above(page, request) if each.depth > home.depth]
    way = [home, *between, page]
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": "首页" if position == 1 else masked(each.title),
            "item": request.build_absolute_uri(each.get_url(request)),
        }
        for position, each in enumerate(way, start=1)
    ]
    return [{"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": items}]
