"""Taking the data away (数据开放): the catalogue as a file, a record of what there is (DCAT)."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.models import Site

from printing.tables import CSV, XLSX, as_csv, as_xlsx
from registry.names import fill, get_names
from rules.open_licences import LICENCES
from rules.periods import local_day

from ..catalogue.records import NUMBERS, headings, record_of
from ..models import ProductPage, SiteSettings
from ..models.catalogue_filters import CatalogueFilters
from .feeding import FORMS, TITLES
from .reader import COPIED_AT
from .unchanged import answer_once

#: A file of more is not made while somebody waits: the API reads any number, page by page.
MOST = 20_000
JSON = "application/json; charset=utf-8"
FILES = {"xlsx": XLSX, "csv": CSV, "json": JSON}
LD = "application/ld+json"
#: The language as the European authority table, which DCAT-AP asks for, names it.
CHINESE = "http://publications.europa.eu/resource/authority/language/ZHO"
IANA = "https://www.iana.org/assignments/media-types/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}


@dataclass(frozen=True)
class DataSet:
    """One set of data: a lasting key, words, and its files as ``[(form, media type, address)]``."""

    key: str
    title: str
    description: str
    files: list


def data_sets():
    """What can be taken away, the files before the interface."""
    return [
        DataSet(
            "catalogue",
            fill("{product}目录"),
            "目录内的全部产品，每个一行：证书、状态、申请单位和产品情况。",
            _catalogue_files(),
        ),
        DataSet(
            "left",
            "已不在目录的产品",
            "清理、到期和退出的目录条目，每个一行，写明日期、原因和决定文号。",
            _catalogue_files(status="left"),
        ),
        *(
            DataSet(f"feed-{name}", title, f"{title}的最新变动。", _feed_files(name))
            for name, title in TITLES.items()
        ),
        DataSet(
            "api",
            "公开数据接口",
            "网站上公开的全部内容，逐条读取，可以按变动增量跟随。",
            [("JSON", "application/json", reverse("public_api:openapi-json"))],
        ),
    ]


def _catalogue_files(**question):
    query = f"?{urlencode(question)}" if question else ""
    return [
        (form.upper(), kind.partition(";")[0], reverse("public:data_file", args=[form]) + query)
        for form, kind in FILES.items()
    ]


def _feed_files(name):
    return [
        (form.upper(), kind, reverse("public:feed", args=[name, form]))
        for form, (_class, kind) in FORMS.items()
    ]


def licence_of(request):
    """``(name, address)`` of the licence that the office chose; None before it has."""
    return LICENCES.get(SiteSettings.for_request(request).data_licence)


@require_safe
def overview(request):
    """``/data/``: what there is, in which forms, under which licence, for people."""
    context = {"sets": data_sets(), "licence": licence_of(request), "columns": headings()}
    return render(request, "pages/open_data.html", context)


@require_safe
def catalogue_file(request, form):
    """``/data/catalogue.<form>``: what the catalogue's page shows for the same question."""
    if form not in FILES:
        raise Http404
    at = timezone.now()
    filters, products = CatalogueFilters(request, at), ProductPage.objects.all()
    listed = products.left(at) if filters.is_of_left else products.visible(at)
    rows = list(filters.narrow(listed).with_facts()[: MOST + 1])
    if len(rows) > MOST:
        return render(request, "pages/open_data_too_much.html", {"most": MOST}, status=422)
    day = local_day(at)
    records = [record_of(each, day) for each in rows]
    response = HttpResponse(_written(form, records, request, day), content_type=FILES[form])
    name = f"{fill('{product}目录')}-{day}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return answer_once(request, response, at=at, is_remembered=False)


def _written(form, records, request, day):
    if form == "csv":
        return as_csv(records, headings())
    if form == "xlsx":
        return as_xlsx(records, headings(), title="产品目录", numbers=NUMBERS)
    licence = licence_of(request)
    whole = {
        "title": fill("{product}目录"),
        # a static copy says its moment once, in a file of its own
        **({} if COPIED_AT in request.META else {"as_of": f"{day}"}),
        "licence": licence and licence[1],
        "columns": headings(),
        "count": len(records),
        "items": records,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, default=float)


@require_safe
def dcat(request):
    """``/data/dcat.jsonld``: the same overview for machines, in the vocabulary of DCAT 3."""
    site, settings = Site.find_for_request(request), SiteSettings.for_request(request)
    here = request.build_absolute_uri(reverse("public:data"))
    licence = licence_of(request)
    terms = {"dct:license": _typed("dct:LicenseDocument", licence[1])} if licence else {}
    publisher = {"@type": "foaf:Agent", "foaf:name": settings.organiser or get_names().office}
    kinds = ["vcard:Kind", "vcard:Organization"]
    contact = {"@type": kinds, "vcard:fn": publisher["foaf:name"]}
    if settings.contact:
        contact["vcard:note"] = settings.contact
    record = {
        "@context": CONTEXT,
        "@id": here,
        "@type": "dcat:Catalog",
        "dct:title": _chinese(f"{site.site_name}数据开放"),
        "dct:description": _chinese("公开发布的目录、变动和接口。"),
        "dct:publisher": publisher,
        "dct:language": _typed("dct:LinguisticSystem", CHINESE),
        "foaf:homepage": _typed(
            "foaf:Document", request.build_absolute_uri(reverse("wagtail_serve", args=[""]))
        ),
        **terms,
        "dcat:dataset": [
            {
                "@id": f"{here}#{each.key}",
                "@type": "dcat:Dataset",
                "dct:identifier": each.key,
                "dct:title": _chinese(each.title),
                "dct:description": _chinese(each.description),
                "dct:publisher": publisher,
                "dcat:contactPoint": contact,
                "dcat:distribution": [
                    _distribution(request, each, *file, terms) for file in each.files
                ],
            }
            for each in data_sets()
        ],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type=f"{LD}; charset=utf-8")
    return answer_once(request, response, at=timezone.now())


def _distribution(request, data_set, form, kind, address, terms):
    url = request.build_absolute_uri(address)
    return {
        "@id": url,
        "@type": "dcat:Distribution",
        "dct:title": _chinese(f"{data_set.title}（{form}）"),
        "dcat:accessURL": {"@id": url},
        "dcat:downloadURL": {"@id": url},
        "dcat:mediaType": _typed("dct:MediaType", f"{IANA}{kind}"),
        **terms,
    }


def _typed(kind, address):
    """What an address stands for, said with it: a reader of the record need not ask it."""
    return {"@id": address, "@type": kind}


def _chinese(text):
    return {"@value": text, "@language": "zh-CN"}
