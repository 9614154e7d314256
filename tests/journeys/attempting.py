"""Somebody at a browser who tries things quickly.

Addresses are asked for from within the one page that is open: with the session, the cookies and the
origin of the browser, without drawing each answer.
"""

import base64
import json

from django.urls import reverse
from playwright.sync_api import Error
from tests.support.forms import paragraph

EDIT_FORM = "form[data-edit-form]"
#: What Wagtail's scripts add to a form before it is sent.
BODY = paragraph("正文")
#: ``opened``: the last answer, read but not drawn. ``send`` asks for an address, ``submit`` sends a
#: form of that answer with a button of it pressed and fields that nobody offered. Where an answer
#: leads to another page, that is opened only if ``follows`` says so: no way needs the start page.
SCRIPT = """
window.opened = {url: location.href, page: document};
window.follows = false;
window.send = async (url, fields) => {
  const options = {credentials: "same-origin", redirect: follows ? "follow" : "manual"};
  if (fields) {
    options.method = "POST";
    options.body = fields instanceof FormData ? fields : filled(new FormData(), fields);
  }
  const answer = await fetch(new URL(url, opened.url), options);
  const text = await answer.text();
  const isPage = (answer.headers.get("content-type") || "").includes("html");
  const page = new DOMParser().parseFromString(isPage ? text : "", "text/html");
  opened = {url: answer.url || opened.url, page};
  return answer.status;
};
window.filled = (form, fields) => {
  for (const [name, value] of Object.entries(fields)) {
    const isFile = typeof value === "object";
    const bytes = isFile && Uint8Array.from(atob(value.base64), (each) => each.charCodeAt(0));
    form.set(name, isFile ? new File([bytes], value.name) : value);
  }
  return form;
};
window.submit = (form, button, fields) => {
  const asked = button && button.getAttribute("formaction");
  const url = asked || form.getAttribute("action") || opened.url;
  const data = new FormData(form);
  if (form.matches("form[data-edit-form]")) filled(data, BODY);
  if (button && button.name) data.set(button.name, button.value);
  filled(data, fields);
  if (form.method === "post") return send(url, data);
  return send(`${url}?${new URLSearchParams(data)}`);
};
window.press = ([selector, place, token, fields]) => {
  const each = opened.page.querySelectorAll(selector)[place];
  if (!each) return null;  // what was pressed before took it away
  const form = each.form || each.closest("form");
  const url = each.dataset.wActionUrlValue;
  if (url) return send(url, {csrfmiddlewaretoken: token});
  if (each.matches("a")) return send(each.getAttribute("href"));
  return form && submit(form, each, fields);
};
"""


class Person:
    """Somebody at a browser."""

    def __init__(self, page):
        self.page = page
        self.pressed = self.sent = 0
        page.on("dialog", lambda dialog: dialog.accept())
        page.wait_for_load_state()
        page.evaluate(SCRIPT.replace("BODY", json.dumps(BODY)) + "true")

    def go(self, name, *args):
        """Open a named address of the back office's pages, or a typed one."""
        return self.page.evaluate("([url]) => send(url)", [_address(name, args)])

    def send(self, name, *args, **fields):
        """Send ``fields`` to an address, as a form of the page that is open would."""
        self.sent += 1
        given = {"csrfmiddlewaretoken": self._token(), **fields}
        return self.page.evaluate(
            "([url, fields]) => send(url, fields)", [_address(name, args), given]
        )

    def resend(self, **fields):
        """The form of the page that is open, with ``fields`` in it; nothing where there is none."""
        if self.count(EDIT_FORM):
            self.sent += 1
            script = "([selector, fields]) => submit(" + (
                "opened.page.querySelector(selector), null, fields)"
            )
            self.page.evaluate(script, [EDIT_FORM, fields])

    def press(self, selector, **fields):
        """Press every element once, beginning anew each time, with ``fields`` in its form."""
        url = self.page.evaluate("opened.url")
        for place in range(self.count(selector)):
            if place:
                self.page.evaluate("([url]) => send(url)", [url])
            self.pressed += 1
            self.page.evaluate("press", [selector, place, self._token(), fields])

    def follow(self, is_on):
        """Whether the page to which an answer leads is opened, too."""
        self.page.evaluate("([is_on]) => { follows = is_on; }", [is_on])

    def count(self, selector):
        """How many elements the page that is open has."""
        script = "([selector]) => opened.page.querySelectorAll(selector).length"
        return self.page.evaluate(script, [selector])

    def values(self, selector, name):
        """The attribute ``name`` of each element."""
        script = (
            "([selector, name]) => [...opened.page.querySelectorAll(selector)]"
            ".map((each) => each.getAttribute(name))"
        )
        return self.page.evaluate(script, [selector, name])

    def _token(self):
        cookies = self.page.context.cookies()
        return next((each["value"] for each in cookies if each["name"].endswith("csrftoken")), "")


def _address(name, args):
    return name if name.startswith("/") else reverse(f"wagtailadmin_pages:{name}", args=args)


def file_of(name, data):
    """A file as a field of a form."""
    return {"name": name, "base64": base64.b64encode(data).decode()}


def click_all(page, url, selector):
    """With the mouse: click every element of a drawn page once; how many there were."""
    page.goto(url)
    places = page.locator(selector).count()
    for place in range(places):
        page.goto(url)
        each = page.locator(selector).nth(place)
        if not each.count():
            continue  # what was clicked before took it away
        try:
            with page.expect_navigation(wait_until="domcontentloaded", timeout=3_000):
                each.dispatch_event("click")
        except Error as fault:
            # what opens a dialog, or leads nowhere, is an answer too
            if "Timeout" not in str(fault):
                raise
    return places
