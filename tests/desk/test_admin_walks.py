"""Walks over the addresses that Wagtail brings along: registers, exports, choosers."""

import csv
import io
import re

import pytest
from django.contrib.auth.models import Group
from django.db import models
from django.test import Client
from django.urls import get_resolver, reverse
from openpyxl import load_workbook
from tests.support.addresses import addresses
from tests.support.desk_doors import OFFICE
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page

from pages.documents.moderation import DRAFTING, ensure_moderation
from pages.models import HomePage
from printing.tables import NUMBER
from registry.models import Membership, Organisation, RuleSet, User
from registry.roles import CHOICES as ROLES

pytestmark = pytest.mark.django_db
#: With the mark by which a rule set's legal basis is known, as the database asks there.
FORMULA_TEXT = '=HYPERLINK("https://evil.example","《")'
#: What nobody's filter understands, or what one does not understand so.
STRANGE = [
    "status=x&utm_source=wechat&from=singlemessage",
    "sold_on__gte=x",
    "pk__in=x",
    "id__regex=(",
    "applicant__agents__password__startswith=p",
    "q=%00",
    "utm_source=%00",
    "q=%27%22%3C%E2%80%AE",
    "o=99.x.-98",
    "o=-",
    "p=9999",
    "p=x&export=pdf&e=1",
]
#: The first and the last day that can be written.
WILD_DAYS = ("0001-01-01", "9999-12-31")


@pytest.fixture
def admin(office):
    user = User.objects.get(username="admin")
    Membership.objects.create(
        user=user, role="auditor", organisation=Organisation.objects.get(code="fpb")
    )
    return browser(user)


def browser(user):
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def registers():
    """``{address: register}`` of all lists that modeladmin shows."""
    return {
        reverse(f"{model._meta.app_label}_{model._meta.model_name}_modeladmin_index"): each
        for each in _modeladmins()
        for model in [each.model]
    }


def _modeladmins():
    from wagtail_modeladmin.options import ModelAdmin

    waiting = [ModelAdmin]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.model is not None:
            yield kind


def wrong_values(register):
    """Each filter of a register, asked for something that it cannot be."""
    for list_filter in register.list_filter:
        name = list_filter[0] if isinstance(list_filter, tuple) else list_filter
        name = getattr(name, "parameter_name", name)
        for lookup in ("__exact", "__gte", "__nonsense"):
            yield f"{name}{lookup}=x%27"
        for day in WILD_DAYS:
            yield from (f"{name}__gte={day}", f"{name}__lt={day}")


@pytest.mark.walk
def test_no_register_fails_whatever_its_address_says(admin):
    lists = registers()
    assert len(lists) > 12
    names = [name for name in get_resolver().reverse_dict if str(name).endswith("modeladmin_index")]
    assert len(names) == len(lists)
    for address, register in lists.items():
        assert admin.get(address).status_code == 200, address
        for query in [*STRANGE, *wrong_values(register)]:
            answer = admin.get(f"{address}?{query}")
            assert answer.status_code in (200, 302), (address, query)
            if answer.status_code == 302:
                assert answer.url == address, query
                assert "筛选条件无法识别" in admin.get(address).content.decode()


def test_a_register_is_filtered_by_its_own_filters_and_by_no_other_column(admin, walked):
    walked("submit")
    address = reverse("applications_application_modeladmin_index")
    everything = admin.get(address).context["result_count"]
    assert everything
    assert admin.get(f"{address}?kind__exact=no-such").context["result_count"] == 0
    for other in ("number=no-such", "applicant__agents__password__startswith=no"):
        assert admin.get(f"{address}?{other}").context["result_count"] == everything


def put_everywhere(text):
    """Make every free text of what Wagtail's lists show into ``text``, past all forms."""
    for model in (Page, User, Organisation, RuleSet, *models_shown()):
        for field in model._meta.fields:
            if type(field) in (models.CharField, models.TextField) and _is_free(field):
                model.objects.update(**{field.name: text})


def _is_free(field):
    codes = ("path", "url_path", "password", "slug", "object_id", "root_path", "action")
    is_long = (field.max_length or 999) >= len(FORMULA_TEXT)
    return is_long and not (field.choices or field.unique or field.name in codes)


def models_shown():
    from wagtail.models import Collection, ModelLogEntry, PageLogEntry, Site, Task, Workflow

    return Group, Collection, ModelLogEntry, PageLogEntry, Site, Task, Workflow


def exports():
    """The address of every list of the admin that can be taken away as a table."""
    for route, view in addresses():
        is_list = view is not None and issubclass(view, SpreadsheetExportMixin)
        if is_list and not re.search(r"results/|<|\(|\^", route):
            yield route
    yield from registers()


def starts_a_formula(cell):
    """As a spreadsheet reads it; not by the pattern of ours, which this is a test of."""
    return cell.lstrip()[:1] in ("=", "+", "-", "@") and bool(cell.strip())


def test_no_table_that_leaves_the_back_office_holds_a_formula(admin, in_catalogue):
    put_everywhere(FORMULA_TEXT)
    cells_checked = 0
    for address in sorted(set(exports())):
        answer = admin.get(f"{address}?export=csv")
        if "csv" not in answer.get("Content-Type", ""):
            assert answer.status_code in (200, 302), address
            continue
        for row in csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))):
            for cell in row:
                assert not starts_a_formula(cell) or NUMBER.fullmatch(cell), (address, cell)
                cells_checked += FORMULA_TEXT in cell
        book = load_workbook(io.BytesIO(admin.get(f"{address}?export=xlsx").getvalue()))
        cells = [cell for row in book.active.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"], address
    assert cells_checked > 10, "the words were there"


def choosers():
    for route, _view in addresses():
        if route.startswith("/admin/") and "choos" in route:
            yield re.sub(r"<[^>]+>", "1", route)


@pytest.mark.walk
def test_no_officer_reads_in_a_chooser_what_they_do_not_edit(office):
    """Nobody's duties, rule sets or names; whoever edits templates may choose templates."""
    doors = [*choosers(), "/admin/reports/site-history/", "/admin/reports/site-history/results/"]
    assert len(doors) > 50
    for role, _title in ROLES:
        user = User.objects.create(username=f"new_{role}", is_active=True)
        user.groups.set(User.objects.get(username="clerk").groups.all())
        office = Organisation.objects.get(code=OFFICE[role])
        Membership.objects.create(user=user, role=role, organisation=office)
        client = browser(user)
        assert client.get("/admin/desk/").status_code == 200, role
        for door in doors:
            if "opiniontemplate" in door and user.has_perm("workflow.change_opiniontemplate"):
                continue
            assert client.get(door).status_code in (302, 403), (role, door)
            assert client.post(door).status_code in (302, 403), (role, door)


def test_editors_choose_pages_and_administrators_everything(admin):
    user = User.objects.get(username="editor")
    ensure_moderation(HomePage.objects.get())
    user.groups.add(Group.objects.get(name=DRAFTING))
    editor = browser(user)
    for door in ("/admin/choose-page/", "/admin/images/chooser/", "/admin/documents/chooser/"):
        assert editor.get(door).status_code == 200, door
    assert editor.get("/admin/snippets/choose/registry/membership/").status_code == 403
    assert admin.get("/admin/snippets/choose/registry/organisation/").status_code == 200
    assert admin.get("/admin/reports/site-history/").status_code == 200
    assert Client().get("/admin/choose-page/").status_code == 302
