"""Every other address of the back office, Wagtail's own among them: what an officer reaches there.

The desk's own addresses are in ``test_matrix.py``, the registers in ``test_registers.py``. A new
address that lets an officer in and is named in no table here fails.
"""

import re

import pytest
from django.test import Client
from tests.support.addresses import addresses
from tests.support.desk_doors import OFFICE

from pages.models import HomePage
from registry.models import Membership, Organisation, User

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.timeout(600)]
PLACE = re.compile(r"<(?:(\w+):)?\w+>")
SAMPLES = {"uuid": "00000000-0000-0000-0000-000000000001"}
#: Everybody of the back office: the first page, the own account, what the pages are drawn with.
EVERYBODY = {
    *("/admin/", "/admin/account/", "/admin/dismissibles/", "/admin/jsi18n/", "/admin/sprite/"),
    *("/admin/modeladmin/jsi18n/", "/admin/tag-autocomplete/"),
    *("/admin/test404/", "/admin/failwhale/"),
    *(f"/admin/password_reset/{step}" for step in ("", "done/", "complete/")),
    "/admin/password_reset/confirm/<uidb64>/<token>/",
    "/admin/pages/<int:page_id>/revisions/",  # leads to the history, which refuses
    "/admin/pages/workflow/confirm_cancellation/<int:page_id>/",  # says "not needed"
    "/admin/editing-sessions/release/<int:session_id>/",  # one's own, or nothing
}
#: Whoever closes quarters and keeps the templates of opinions.
MANAGER = {
    "/admin/quarters/",
    *(f"/admin/snippets/workflow/opiniontemplate/{page}" for page in ("", "add/", "results/")),
}
REACHES = {
    "station_officer": EVERYBODY,
    "fpb_clerk": EVERYBODY,
    "auditor": EVERYBODY,
    "manager": EVERYBODY | MANAGER,
}


def routes():
    every = {route for route, _view in addresses()}
    return sorted(
        each
        for each in every
        if each.startswith("/admin/")
        and not each.startswith(("/admin/desk/", "/admin/login/", "/admin/logout/"))
        and "^" not in each
    )


def is_let_in(browser, route, page):
    """A place that asks for a page is given ``page``, any other the number 1."""

    def sample(place):
        is_page = "page" in place[0] or "destination" in place[0]
        return f"{page}" if is_page else SAMPLES.get(place[1], "1")

    address = PLACE.sub(sample, route)
    answer = browser.get(address)
    if answer.status_code == 405:
        answer = browser.post(address)
    is_sent_off = answer.status_code == 302 and answer.url == "/admin/"
    return not is_sent_off and answer.status_code not in (403, 404)


@pytest.mark.parametrize("role", sorted(REACHES))
def test_an_officer_reaches_just_what_the_table_names(office, role):
    person = User.objects.create(username="somebody", last_name="示例")
    person.groups.set(User.objects.get(username="clerk").groups.all())
    where = Organisation.objects.get(code=OFFICE[role])
    Membership.objects.create(user=person, organisation=where, role=role)
    browser = Client(raise_request_exception=False)
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    every = routes()
    assert len(every) > 300
    page = HomePage.objects.get().get_first_child().pk
    assert {each for each in every if is_let_in(browser, each, page)} == REACHES[role]
