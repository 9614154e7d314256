"""Takes every picture of README and the handbooks anew, from a running demo: ``make pictures``.

The public site as everybody sees it, the desk and the portal as their people do. The demo must run
from this very folder, for the signed-in sessions are written to its database.
"""

import argparse
import os
import sys
from io import BytesIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--lang=zh-CN",
]
#: What the browser's own words are in: those of its file and date fields.
CHINESE = {**os.environ, "LANGUAGE": "zh_CN"}
WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
COLOURS = 128
#: What has not come by then will not come; the first page of a demo takes its time.
SECONDS = 20
#: Picture → who looks ("" for the public), at which address, which links they follow from there.
WIDE_ONES = {
    "home": ("", "/"),
    "notice": ("", "/gsgg/", "main .rows a"),
    "objection": (
        "",
        "/gsgg/?state=running",
        "main .rows a",
        'main a[href$="/objection/"]',
    ),
    "catalogue": ("", "/cpml/"),
    "product": ("", "/cpml/", "main .good:has(img) a"),
    "document": ("", "/zcwj/", "main .rows a"),
    "verify-result": ("", "/cpml/", "main .good a", 'main a[href^="/verify/"]'),
    "large": ("", "/reading/?type=large&next=/"),
    "desk": ("agri", "/admin/desk/"),
    "sign": ("agri", "/admin/desk/?tab=queue", ".desk-do"),
    "batch": ("recorder", "/admin/desk/city/"),
    "complaint": ("investigator", "/admin/desk/complaints/", ".desk table a"),
    "complain": ("", "/complaints/new/"),
    "case": ("investigator", "/admin/desk/changes/?tab=all", ".desk table a"),
    "dishonesty": ("manager", "/admin/desk/dishonesty/", ".desk table a"),
    "notices": ("clerk", "/admin/desk/notices/"),
    "notice-evidence": ("clerk", "/admin/desk/notices/", ".desk table a"),
    "evidence": ("", "/evidence/"),
    "rule-set": ("admin", "/admin/snippets/registry/ruleset/", "main table a[href*='/edit/']"),
    "charts": ("manager", "/admin/desk/charts/"),
    "operations": ("manager", "/admin/desk/operations/"),
    "page": ("editor", "/admin/pages/search/?q=方案", 'main a[href*="/edit/"]'),
    "portal": ("a001", "/portal/"),
    "change-report": (
        "a001",
        "/portal/certificates/",
        "main .cards h2 a",
        'main a:has-text("报告变更")',
    ),
    "before": ("", "/portal/before/"),
    "mend": ("a026", "/portal/", "#to-mend + ul a"),
    "questions": ("a001", "/portal/", "main a:has-text('ZGSQ')", "main a[href$='/questions/']"),
    "renewal": ("a018", "/portal/applications/new/?kind=renewal"),
    "sales-import": ("a001", "/portal/sales/import/"),
    "application": ("a001", "/portal/", "main a:has-text('ZGSQ')"),
    "dishonesty-notice": ("a039", "/portal/dishonesty/", "main h2 a"),
    "unit-work": ("zgh-bao", "/admin/desk/unit/"),
    "ledgers": ("zgh-bao", "/admin/desk/ledgers/"),
    "ledger": ("zgh-bao", "/admin/desk/ledgers/unions/"),
    "ledger-import": ("zgh-bao", "/admin/desk/ledgers/unions/import/"),
    "reconciling": ("clerk", "/admin/desk/reconciling/"),
    "statistics": ("manager", "/admin/desk/statistics/"),
    "plan": ("manager", "/admin/desk/plan/"),
    "bulletins": ("manager", "/admin/desk/bulletins/"),
    "bulletin": ("manager", "/admin/desk/bulletins/", ".desk table a"),
    "exchange": ("exporter", "/admin/desk/exchange/"),
    "exchange-batch": ("exporter", "/admin/desk/exchange/", ".desk table a"),
    "exchange-faults": ("exporter", "/admin/desk/exchange/faults/"),
}
PHONE_ONES = {
    "notice-phone": ("", "/gsgg/", "main .rows a"),
    "desk-phone": ("agri", "/admin/desk/"),
    "portal-phone": ("a001", "/portal/"),
    "complain-phone": ("", "/complaints/new/"),
}


def _fill_in_year(page):
    """A holiday paper as it is typed in, drawn before it is saved."""
    from tests.support.holiday_paper import posted

    for name, value in posted(is_seen="").items():
        if value:
            page.fill(f"[name={name}]", f"{value}")
    with page.expect_navigation():
        page.locator("button.action-save").first.click()
    page.evaluate("document.querySelector('.desk-year').scrollIntoView()")


def _bring_word(page):
    """An official document in Word as it is looked at before it becomes a draft."""
    from tests.support.word_papers import measure

    page.set_input_files(
        "#id_file", {"name": "通知.docx", "mimeType": "", "buffer": measure().data()}
    )
    with page.expect_navigation():
        page.locator("form:has(#id_file) button").click()


def _bring_sales(page):
    """A file of sales with wrong rows as it is looked at before anything is booked."""
    rows = ["流水号,证书编号,销售日期,数量,单位,单价（元）,销售渠道,购买方类型,购买单位"]
    rows += [f"2026-{number},甲,下个月,很多,箱,60.50,月球,学校,示例学校" for number in (7, 8)]
    file = {"name": "五月销售.csv", "mimeType": "", "buffer": "\n".join(rows).encode("utf-8-sig")}
    page.set_input_files("[name=file]", file)
    with page.expect_navigation():
        page.locator("main form button").first.click()


#: Picture → what is done on its page before it is taken.
PREPARED = {
    "holiday-paper": _fill_in_year,
    "word-import": _bring_word,
    "sales-import": _bring_sales,
}
WIDE_ONES["word-import"] = (
    "editor",
    "/admin/pages/",
    'main a[href$="/edit/"]:has-text("政策文件")',
    'a[href*="/admin/word/"]',
)
WIDE_ONES["holiday-paper"] = ("admin", "/admin/snippets/registry/holidaypaper/add/")


def main():
    options = _options()
    try:
        urlopen(options.url, timeout=10).close()
    except (URLError, OSError):
        sys.exit(f"{options.url} 没有应答：请先在另一个窗口运行 make demo")
    options.out.mkdir(parents=True, exist_ok=True)
    wide, phone = (_chosen(each, options.names) for each in (WIDE_ONES, PHONE_ONES))
    everybody = {who for who, *_ in (*wide.values(), *phone.values()) if who}
    sessions = {who: _session(who) for who in everybody}
    from playwright.sync_api import Error, sync_playwright

    missing = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=CHINESE)
        for pictures, device in ((wide, WIDE), (phone, PHONE)):
            for name, (who, address, *links) in pictures.items():
                context = browser.new_context(locale="zh-CN", base_url=options.url, **device)
                if who:
                    context.add_cookies([{**sessions[who], "url": options.url}])
                page = context.new_page()
                page.set_default_timeout(SECONDS * 1000)
                try:
                    _open(page, address, *links)
                    PREPARED.get(name, lambda page: None)(page)
                    _keep(page, options.out / f"{name}.png")
                except Error as error:  # the others are taken all the same
                    missing.append(f"{name}: {error.message.splitlines()[0]} ({page.url})")
                context.close()
        browser.close()
    if missing:
        sys.exit("没有拍成：\n" + "\n".join(missing))


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("names", nargs="*", help="only these pictures")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    return parser.parse_args()


def _chosen(pictures, names):
    return {name: how for name, how in pictures.items() if not names or name in names}


def _session(login):
    """The cookie of somebody who signed in, whatever the door asks for."""
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    import django

    django.setup()
    from django.test import Client

    from registry.models import User

    client = Client()
    user = User.objects.get(username=login)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {"name": "sessionid", "value": client.cookies["sessionid"].value}


def _open(page, address, *links):
    page.goto(address)
    for link in links:
        page.goto(page.locator(link).first.get_attribute("href"))


def _keep(page, path):
    """The window as PNG with a small palette: these are drawings, not photographs."""
    from PIL import Image

    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS).save(path, optimize=True)
    print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)  # noqa: T201


if __name__ == "__main__":
    main()
