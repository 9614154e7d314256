"""The smoke journey: Chromium through nginx, a citizen and an officer."""

import re
import subprocess
import sys
from contextlib import contextmanager

from playwright.sync_api import expect, sync_playwright

from .engines import NAME

CHROMIUM = "/usr/bin/chromium"
#: The second factor's code of this half minute, by the library that will check it.
CODE = (
    "import sys, time, django; django.setup();"
    "from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value;"
    "print(format_hotp_value(hotp_value(sys.argv[1], int(time.time()) // 30)))"
)


@contextmanager
def page_of(world):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", f"--host-resolver-rules=MAP {NAME} 127.0.0.1"],
        )
        context = browser.new_context(
            base_url=world.ask.base, ignore_https_errors=True, locale="zh-CN"
        )
        page = context.new_page()
        errors = []
        page.on("pageerror", lambda error: errors.append(f"{error}"))
        yield page
        browser.close()
        assert not errors, errors


def the_public(world):
    """Reads, searches, complains; the complaint's number."""
    with page_of(world) as page:
        page.goto("/")
        expect(page.locator("h1").first).to_be_visible()
        page.get_by_role("link", name="产品目录").first.click()
        expect(page.locator("main")).to_be_visible()
        page.goto("/search/?q=公示")
        expect(page.locator("main")).to_be_visible()
        page.goto("/complaints/new/")
        page.check("[name=subject_kind][value=venue]")
        page.fill("[name=about_text]", "示例专柜（虚构）")
        page.select_option("[name=category]", "price")
        expect(page.locator("[name=proof]")).not_to_have_value("", timeout=60_000)
        page.fill("[name=content]", "试运行：商品标签与实物不一致，请核实（测试内容）。")
        page.click("main form button")
        page.wait_for_url("**/complaints/received/", timeout=60_000)
        return page.locator("dd.code").first.inner_text()


def an_officer(world):
    """Signs in, takes a second factor from the own mailbox, sees the inbox."""
    world.postgres.run(
        "UPDATE registry_user SET email = 'clerk@example.gov.cn' WHERE username = 'clerk'"
    )
    with page_of(world) as page:
        page.goto("/account/login/")
        page.fill("[name=login]", "clerk")
        page.fill("[name=password]", world.password)
        page.click("main form button")
        page.wait_for_url("**/account/first-factor/")
        page.click("main form button")
        [[letter]] = world.postgres.run(
            "SELECT body FROM records_outgoingmail WHERE key LIKE 'first-factor:%'"
        )
        page.goto(re.search(r"https://\S+/first-factor/\S+", letter).group())
        if "reauthenticate" in page.url:
            page.fill("[name=password]", world.password)
            page.click("main form button")
        page.wait_for_url("**/2fa/totp/activate/**")
        secret = re.search(r"\b[A-Z2-7]{32}\b", page.inner_text("main")).group()
        code = subprocess.run(
            [sys.executable, "-c", CODE, secret],
            capture_output=True,
            text=True,
            check=True,
            env={**world.env},
        ).stdout.strip()
        page.fill("[name=code]", code)
        page.click("main form button")
        page.goto("/admin/desk/")
        expect(page.locator("main h1")).to_contain_text("待办")
