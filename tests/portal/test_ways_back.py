"""A page that was opened from another leads back to it, and nowhere else."""

import pytest
from django.urls import reverse

PAGES = ("materials", "signing", "particulars", "print")


@pytest.fixture
def returned(walked):
    return lambda products=1: walked("endorse", products=products, choice="return")


def link(words, to):
    return f'<a href="{to}">{words}</a>'


@pytest.mark.parametrize("name", PAGES)
def test_what_is_opened_from_the_answers_of_a_mending_leads_back_to_them(
    returned, browse, look, name
):
    item = returned(2)[0]
    paper, client = item.application, browse(item.application)
    mend = reverse("portal:mend", args=[paper.pk, item.pk])
    if name != "print":
        page = reverse(f"portal:{name}", args=[paper.pk])
        assert f"{page}?back={mend}" in look(client, "mend", paper.pk, item.pk)
    assert link("返回补正答复", mend) in look(client, name, paper.pk, query=f"?back={mend}")


def test_the_place_of_a_point_leads_back_and_saving_does_too(returned, browse, look):
    (item,) = returned()
    paper, client = item.application, browse(item.application)
    mend = reverse("portal:mend", args=[paper.pk, item.pk])
    assert f"back={mend}#material-M2_licence" in look(client, "mend", paper.pk, item.pk)
    typed = {name: getattr(paper, name) for name in ("contact_person", "phone")}
    typed |= {"production_township": paper.production_township_id}
    page = reverse("portal:particulars", args=[paper.pk])
    assert client.post(f"{page}?back={mend}", typed).url == mend


def test_of_one_product_that_is_mended_its_answers_are_what_one_comes_from(returned, browse, look):
    (item,) = returned()
    mend = reverse("portal:mend", args=[item.application_id, item.pk])
    page = look(browse(item.application), "materials", item.application_id)
    assert link("返回补正答复", mend) in page
    assert f'href="{mend}">材料传完了，返回补正答复</a>' in page


@pytest.mark.parametrize(
    "address",
    ["https://example.com/", "//example.com/portal/", "javascript:alert(1)", "/admin/", "%00", "x"],
)
def test_no_link_leads_anywhere_else(draft, browse, look, address):
    application = draft()
    page = look(browse(application), "materials", application.pk, query=f"?back={address}")
    assert link("返回任务清单", reverse("portal:application", args=[application.pk])) in page


def test_an_upload_keeps_the_way_back(returned, browse):
    (item,) = returned()
    client, paper = browse(item.application), item.application
    mend = reverse("portal:mend", args=[paper.pk, item.pk])
    page = f"{reverse('portal:materials', args=[paper.pk])}?back={mend}"
    assert f'action="{page}#material-M2_licence"' in client.get(page).content.decode()
