"""Takes every picture of README and the handbooks anew, from a running demo: ``make pictures``.

Each page is seen wide and on a phone; the desk and the portal as their people see them. The demo
must run from this very folder, for the signed-in sessions are written to its database.
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
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
COLOURS = 128
#: Picture → address; where a link is named too, the first such link on that page is followed.
PUBLIC = {
    "home": ("/", None),
    "notices": ("/gsgg/", None),
    "notice": ("/gsgg/", "main .rows a"),
    "notice-ended": ("/gsgg/?state=ended", "main .rows a"),
    "objection": ("/gsgg/?state=running", "main .rows a"),
    "catalogue": ("/cpml/", None),
    "catalogue-table": ("/cpml/?view=table", None),
    "product": ("/cpml/", "main .good:has(img) a"),
    "documents": ("/zcwj/", None),
    "document": ("/zcwj/", "main .rows a"),
    "verify": ("/verify/", None),
    "verify-result": ("/cpml/", "main .good a"),
    "verify-unknown": ("/verify/ZG-360702-2020-0001-A/", None),
}
#: Where one goes on from the page that was reached: the last step of a picture.
ONWARD = {"objection": 'main a[href$="/objection/"]', "verify-result": 'main a[href^="/verify/"]'}
PEOPLE = {"desk": ("agri", "/admin/desk/"), "portal": ("a001", "/portal/")}


def main():
    options = _options()
    try:
        urlopen(options.url, timeout=10).close()
    except (URLError, OSError):
        sys.exit(f"{options.url} 没有应答：请先在另一个窗口运行 make demo")
    options.out.mkdir(parents=True, exist_ok=True)
    sessions = {name: _session(login) for name, (login, _) in PEOPLE.items()}
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for ending, device in (("", WIDE), ("-phone", PHONE)):
            context = browser.new_context(locale="zh-CN", base_url=options.url, **device)
            page = context.new_page()
            for name, (address, link) in PUBLIC.items():
                _open(page, address, link, ONWARD.get(name))
                _keep(page, options.out / f"{name}{ending}.png")
            page.goto("/reading/?type=large&next=/")
            _keep(page, options.out / f"large{ending}.png")
            for name, (_, address) in PEOPLE.items():
                context.clear_cookies()
                context.add_cookies([{**sessions[name], "url": options.url}])
                page.goto(address)
                _keep(page, options.out / f"{name}{ending}.png")
            context.close()
        browser.close()


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    return parser.parse_args()


def _session(login):
    """The cookie of somebody who signed in, whatever the door asks for."""
    sys.path.insert(0, str(ROOT / "site"))
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
    for link in filter(None, links):
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
