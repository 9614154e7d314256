"""A little public site with every type of page on it, through the real services."""

from datetime import date, timedelta

from catalog.services import add_photo, remove, suspend
from demo.pictures import draw
from demo.timetables import backwards, moment
from demo.walking import walk
from pages.notices.services import announce_results, publish_document
from publicity.models import Publicity
from rules.certificate_numbers import CertificateNumber

STORY = ("一、为规范认定工作，制定本办法。", "二、自发布之日起施行。")


def document(serial, **given):
    fields = {
        "index_no": f"TEST360702/2020-{serial:05d}",
        "kind": "measure",
        "title": f"扶贫产品认定管理示例办法（第{serial}号）",
        "doc_no": f"章测扶办字〔2020〕{serial}号",
        "issuer": "章贡区扶贫办",
        "recipients": "各镇，有关街道",
        "written_on": date(2020, 4, 1),
        "topic": "农业、林业、水利/扶贫",
        "keywords": ["扶贫产品"],
        "summary": "示例摘要",
        "paragraphs": STORY,
        "published_at": moment(date(2020, 4, 2)),
        "at": moment(date(2020, 4, 2)),
        "by": None,
    }
    page, _ = publish_document(**{**fields, **given})
    return page


def found_site(walked, paper):
    """Four listed products (with photos, bare, suspended, removed), a running notice, documents.

    Returns ``({name: address}, the moment at which the addresses are true)``.
    """
    items = walked("list", 4)
    photographed, bare, suspended, removed = (item.certificate for item in items)
    listed = photographed.listed_on
    today = listed + timedelta(days=30)
    days = backwards("notice", today)
    [standing] = walk(paper(1, serial=2), days, since="endorse", until="notice")
    running = Publicity.objects.filter(entries__item=standing).get()
    ended = Publicity.objects.filter(level="district").exclude(pk=running.pk).get()
    for number, certificate in enumerate((photographed, photographed, suspended)):
        version = certificate.version
        add_photo(
            certificate.product,
            name="示例图",
            content=draw(version.category, f"{version.name}{number}"),
            alt_text=f"{version.name}示例图",
            by=None,
            at=moment(listed),
        )
    later = moment(listed, 15)
    suspend(suspended, by=None, at=later, because="线索核查", reason="quality_safety")
    remove(
        removed,
        by=None,
        at=later,
        because="查实",
        reason="complaint_upheld",
        basis_doc_no="赣测扶字〔2020〕1号",
    )
    announce_results(moment(today))
    old, new = document(1), document(2, repeals=["TEST360702/2020-00001"])
    document(3, kind="announcement", title="关于公布示例目录的公告")
    return {
        "home": "/",
        "notices": "/gsgg/",
        "notice-running": running.notice_page.url,
        "notice-ended": ended.notice_page.url,
        "objection": f"{running.notice_page.url}objection/",
        "catalogue": "/cpml/",
        "catalogue-table": "/cpml/?view=table",
        "catalogue-nothing": "/cpml/?q=没有",
        "product": photographed.page.url,
        "product-bare": bare.page.url,
        "product-gone": removed.page.url,
        "documents": "/zcwj/",
        "document": new.url,
        "document-repealed": old.url,
        "verify": "/verify/",
        "verify-active": f"/verify/{bare.number}/",
        "verify-suspended": f"/verify/{suspended.number}/",
        "verify-removed": f"/verify/{removed.number}/",
        "verify-unknown": f"/verify/{CertificateNumber('360702', 2020, 9999)}/",
        "verify-slip": f"/verify/{bare.number[:-1]}{'A' if bare.number[-1] != 'A' else 'B'}/",
        "verify-name": "/verify/?number=脐橙",
        "search": "/search/?q=认定",
        "search-nothing": "/search/?q=冬虫夏草",
        "result": ended.notice_page.result.url,
        "feeds": "/feeds/",
        "subscribe": "/subscriptions/",
        "look-up": "/look-up/",
        "statistics": "/statistics/",
        "report-site": "/site-reports/new/?page=/",
        "sitemap": "/sitemap/",
        "draws": "/draws/",
        "complain": f"/complaints/new/?about={bare.number}",
        "follow": "/complaints/",
        "figures": "/complaints/figures/",
        "intend": f"/intents/new/?product={bare.number}",
        "missing": "/nothing-here/",
    }, moment(today)
