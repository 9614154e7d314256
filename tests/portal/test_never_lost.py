"""Nothing typed is lost: drafts, two windows, two clicks, the way back, an expired session."""

import uuid
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, UnsavedForm
from applications.services import drafts
from demo import fiction
from registry.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def unsaved(application, form):
    return f"{reverse('portal:unsaved', args=[application.pk])}?form={form}"


def version(text):
    return text.split('name="version" value="')[1][:16]


def token(text):
    return text.split('name="token" value="')[1][:36]


def test_what_is_typed_comes_back_on_another_device_unchecked(draft, browse, look, typed):
    application = draft(0)
    words = typed(annual_output="约十吨", supply_months=["3"], origin_township="")
    answer = browse(application).post(unsaved(application, "product-new"), words)
    assert answer.json() == {"kept_at": "09:30"}
    assert not application.items.exists()
    text = look(browse(application), "new_product", application.pk)
    assert "已恢复您2020年4月1日 09:30填写、还没有保存的内容" in text
    assert 'value="约十吨"' in text
    assert 'value="3" id="id_supply_months_2" checked' in text
    assert "填写中" in look(browse(application), "application", application.pk)


def test_a_draft_button_keeps_what_no_check_would_pass(draft, browse, press, look):
    application = draft(0)
    client = browse(application)
    text = press(
        client, "particulars", application.pk, keep="1", contact_person="", email="不是信箱"
    )
    assert "已保存草稿" in text
    application.refresh_from_db()
    assert application.email != "不是信箱"
    assert 'value="不是信箱"' in look(client, "particulars", application.pk)


def test_saving_forgets_what_was_kept(draft, browse, press, typed):
    application = draft(0)
    client = browse(application)
    client.post(unsaved(application, "product-new"), typed())
    press(client, "new_product", application.pk, **typed())
    assert not UnsavedForm.objects.exists()


def test_what_was_kept_can_be_thrown_away(draft, browse):
    application = draft(1)
    client, item = browse(application), application.items.get()
    client.post(unsaved(application, f"product-{item.pk}"), {"name": "改名"})
    answer = client.post(unsaved(application, f"product-{item.pk}"), {"discard": "1"})
    assert answer.url == reverse("portal:product", args=[application.pk, item.pk])
    assert "改名" not in client.get(answer.url).content.decode()


def test_what_one_person_typed_is_not_shown_to_another(draft, browse, sign_in, look):
    application = draft(0)
    browse(application).post(unsaved(application, "product-new"), {"name": "别人的产品"})
    colleague = User.objects.create(username="colleague", applicant=application.applicant)
    assert "别人的产品" not in look(sign_in(colleague), "new_product", application.pk)


@pytest.mark.parametrize("form", ["", "nothing", "product-x", "commitment-1' or 1"])
def test_an_unknown_form_is_not_kept(form, draft, browse):
    application = draft(0)
    assert browse(application).post(unsaved(application, form), {}).status_code == 404


def test_a_text_without_end_is_not_kept(draft, browse):
    application = draft(0)
    answer = browse(application).post(unsaved(application, "product-new"), {"name": "长" * 99_999})
    assert answer.status_code == 409
    assert answer.json()["reasons"] == ["内容过长，不能暂存"]


def test_of_two_windows_the_later_one_sees_both_texts(draft, browse, press, look, typed):
    application = draft(1)
    item = application.items.get()
    first, second = browse(application), browse(application)
    args = ("product", application.pk, item.pk)
    seen = version(look(first, *args))
    assert seen == version(look(second, *args))
    press(first, *args, version=seen, **typed(sales_spec="2公斤/箱"))
    late = second.post(
        reverse(f"portal:{args[0]}", args=args[1:]),
        typed(version=seen, sales_spec="9公斤/箱", supply_months=["5"]),
    )
    text = late.content.decode()
    assert late.status_code == 409
    assert "这一页在另一处已经保存过" in text
    assert "另一处保存的是</b>　2公斤/箱" in text
    assert "另一处保存的是</b>　11月、12月、1月、2月、3月" in text
    assert 'value="9公斤/箱"' in text
    assert text.count("另一处保存的是") == 2, "only where they differ"
    item.refresh_from_db()
    assert item.sales_spec == "2公斤/箱"
    press(second, *args, version=version(text), **typed(sales_spec="9公斤/箱"))
    item.refresh_from_db()
    assert item.sales_spec == "9公斤/箱"


def test_two_windows_on_different_pages_do_not_disturb_each_other(
    draft, browse, press, look, typed
):
    application = draft(1)
    item = application.items.get()
    client = browse(application)
    seen = version(look(client, "benefit", application.pk, item.pk))
    press(client, "product", application.pk, item.pk, **typed(name="改过名的产品"))
    press(client, "benefit", application.pk, item.pk, **typed(version=seen, households="7"))
    item.refresh_from_db()
    assert (item.name, item.households) == ("改过名的产品", 7)


def test_restored_text_still_knows_what_it_was_typed_over(draft, browse, press, look, typed, at):
    application = draft(1)
    item = application.items.get()
    client, args = browse(application), ("product", application.pk, item.pk)
    seen = version(look(client, *args))
    kept = typed(version=seen, sales_spec="9公斤/箱")
    client.post(unsaved(application, f"product-{item.pk}"), kept)
    drafts.save_item(item, by=application.created_by, at=at, sales_spec="2公斤/箱")
    text = look(client, *args)
    assert version(text) == seen
    late = client.post(reverse("portal:product", args=args[1:]), {**kept, "version": version(text)})
    assert late.status_code == 409


def test_a_second_click_on_a_new_product_saves_the_same_row(draft, browse, look, press, typed):
    application = draft(0)
    client = browse(application)
    mark = token(look(client, "new_product", application.pk))
    for _ in range(2):
        press(client, "new_product", application.pk, **typed(token=mark))
    assert application.items.count() == 1


def test_going_back_to_the_new_product_and_saving_again_changes_that_row(
    draft, browse, look, press, typed
):
    application = draft(0)
    client = browse(application)
    mark = token(look(client, "new_product", application.pk))
    press(client, "new_product", application.pk, **typed(token=mark))
    press(client, "new_product", application.pk, **typed(token=mark, sales_spec="2公斤/箱"))
    assert application.items.get().sales_spec == "2公斤/箱"


def test_a_second_click_makes_neither_a_second_copy_nor_a_second_draft(draft, browse, press, look):
    application = draft(1)
    client, item = browse(application), application.items.get()
    for _ in range(2):
        press(client, "copy_product", application.pk, item.pk, token=f"{uuid.UUID(int=7)}")
    assert application.items.count() == 2
    mark = token(look(client, "start"))
    for _ in range(2):
        press(client, "start", kind="first", token=mark)
    assert Application.objects.count() == 2


def test_somebody_elses_token_opens_nothing_of_theirs(draft, browse, press, typed):
    theirs, own = draft(1, serial=2), draft(0)
    Application.objects.filter(pk=theirs.pk).update(start_token=uuid.UUID(int=9))
    client = browse(own)
    press(client, "start", kind="first", token=f"{uuid.UUID(int=9)}")
    press(client, "new_product", own.pk, **typed(token=theirs.items.get().uid))
    assert own.applicant.applications.count() == 2
    assert theirs.items.get().name != own.items.get().name


def test_products_change_places(draft, browse, press):
    application = draft(3)
    client = browse(application)
    first, second, third = application.items.all()
    press(client, "move_down", application.pk, first.pk)
    press(client, "move_up", application.pk, third.pk)
    press(client, "move_up", application.pk, second.pk)
    assert list(application.items.all()) == [second, third, first]


def test_a_session_that_ended_leads_to_the_form_and_what_was_kept(draft, browse, look, typed):
    application = draft(0)
    client = browse(application)
    client.post(unsaved(application, "product-new"), typed(name="没有保存的产品"))
    client.logout()
    page = reverse("portal:new_product", args=[application.pk])
    answer = client.post(page, typed(name="最后写的产品"))
    kept = reverse("portal:kept_form")
    assert answer.url == f"{reverse('account_login')}?{urlencode({'next': kept})}"
    client.force_login(application.created_by, backend=BACKEND)
    assert client.get(kept).url == page
    assert "最后写的产品" in look(client, "new_product", application.pk)
    assert client.get(kept).url == reverse("portal:home")


def test_a_paper_that_is_submitted_keeps_nothing_unsaved(ready, browse, press, look):
    application = ready()
    client = browse(application)
    client.post(unsaved(application, "particulars"), {"contact_person": "没有保存"})
    assert "有填写后还没有保存的内容" in look(client, "check", application.pk)
    press(client, "check", application.pk)
    assert not UnsavedForm.objects.exists()
    assert client.post(unsaved(application, "particulars"), {}).status_code == 302


def test_a_stranger_keeps_nothing_in_anothers_paper(draft, sign_in, office, clock):
    application = draft(0)
    stranger = sign_in(User.objects.get(applicant=fiction.applicant(2)))
    assert stranger.post(unsaved(application, "product-new"), {"name": "甲"}).status_code == 404
    assert Client().post(unsaved(application, "product-new"), {"name": "甲"}).status_code == 302
    assert not UnsavedForm.objects.exists()
