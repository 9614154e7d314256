"""Filling in the paper step by step: what is kept, what is pointed at, what is never lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from applications.models import Application, Item
from demo import fiction
from portal.forms.products import in_order_of_supply
from registry.models import Applicant, User


@pytest.fixture
def client(office, sign_in):
    return sign_in(User.objects.get(applicant=fiction.applicant(1)))


def test_a_first_application_starts_from_the_register(client, press):
    text = press(client, "start", kind="first")
    application = Application.objects.get()
    assert application.contact_person == "测试联系人"
    assert "已完成 1 步，共 6 步" in text
    assert text.count("未开始") == 5


def test_where_one_produces_is_said_once_for_all_papers(paper, browse, press):
    first = paper()[0].application
    Applicant.objects.update(production_township=None, production_address="")
    Application.objects.update(production_address="水东镇示例村二组")
    press(browse(first), "start", kind="first")
    again = Application.objects.get(submitted_at=None)
    assert again.production_township == first.production_township
    assert again.production_address == "水东镇示例村二组"


def test_opening_the_start_page_writes_nothing(client, look):
    look(client, "start")
    assert not Application.objects.exists()


def test_a_renewal_without_a_product_is_refused_at_its_field(client, press):
    assert "请选择要再次申请的产品" in press(client, "start", kind="renewal")
    assert not Application.objects.exists()


def test_a_renewal_brings_the_certified_product_inside_its_window(
    walked, clock, browse, press, look, noon
):
    item = walked("list")[0]
    certificate = item.certificate
    clock.move_to(noon(certificate.renewal_opens_on))
    client = browse(item.application)
    assert "现在可以再次申请" in look(client, "home")
    press(client, "start", kind="renewal", renewal_of=[certificate.pk])
    renewal = Application.objects.get(kind="renewal")
    assert renewal.items.get().renewal_of == certificate
    assert renewal.items.get().facts() == certificate.version.facts()


def test_a_certificate_before_its_window_cannot_be_renewed(
    walked, clock, browse, press, look, noon
):
    item = walked("list")[0]
    clock.move_to(noon(item.certificate.listed_on))
    client = browse(item.application)
    opens = item.certificate.renewal_opens_on
    assert f"{opens.year}年{opens.month}月{opens.day}日起受理" in look(client, "home")
    press(client, "start", kind="renewal", renewal_of=[item.certificate.pk])
    assert not Application.objects.filter(kind="renewal").exists()


def test_particulars_are_kept_even_when_the_telephone_will_not_do(draft, browse, press):
    application = draft()
    text = press(
        browse(application),
        "particulars",
        application.pk,
        contact_person="",
        phone="12",
        production_township=application.production_township_id,
        production_address="新的生产地址",
    )
    application.refresh_from_db()
    assert application.production_address == "新的生产地址"
    assert "请填写联系人" in text
    assert 'href="#id_phone"' in text
    assert 'value="12"' in text


def test_a_mistyped_mail_address_brings_the_form_back_filled(draft, browse, press):
    application = draft()
    text = press(
        browse(application), "particulars", application.pk, contact_person="改过", email="不是信箱"
    )
    application.refresh_from_db()
    assert application.contact_person == "测试联系人"
    assert "内容尚未保存" in text
    assert 'value="不是信箱"' in text
    assert 'value="改过"' in text


def test_a_product_is_typed_in_yuan_and_kept_in_fen(draft, browse, press, typed):
    application = draft(0)
    press(browse(application), "new_product", application.pk, **typed())
    item = application.items.get()
    press(browse(application), "benefit", application.pk, item.pk, **typed())
    item.refresh_from_db()
    assert item.reference_price_fen == 6050
    assert item.average_income_fen == 192000
    assert item.annual_output == Decimal("12.5")
    assert item.supply_months == [11, 12, 1, 2, 3]


def test_a_saved_product_comes_back_as_it_was_typed(draft, browse, press, look, typed):
    application = draft(0)
    client = browse(application)
    press(client, "new_product", application.pk, **typed())
    item = application.items.get()
    press(client, "benefit", application.pk, item.pk, **typed())
    text = look(client, "product", application.pk, item.pk)
    assert 'value="60.50"' in text
    assert "处需要" not in text
    assert 'value="1920.00"' in look(client, "benefit", application.pk, item.pk)


def test_a_half_filled_product_is_kept_and_shows_all_that_is_missing(draft, browse, press):
    application = draft(0)
    text = press(browse(application), "new_product", application.pk, name="示例脐橙")
    assert application.items.get().name == "示例脐橙"
    assert "提交前还有" in text
    for reason in ("请填写年产量", "请选择供货月份", "请选择产地所在乡镇街道"):
        assert text.count(reason) == 2, reason  # in the summary and at its field
    assert "请选择带贫减贫机制" not in text, "that is asked on the product's other page"


def test_numbers_of_a_product_are_typed_as_in_the_ledger(draft, browse, press, typed):
    application = draft()
    item = application.items.get()
    client, args = browse(application), (application.pk, item.pk)
    press(
        client, "product", *args, **typed(annual_output="1，２００.５", reference_price="￥1,068元")
    )
    press(client, "benefit", *args, **typed(households="１６", persons="1,050"))
    item.refresh_from_db()
    assert (item.annual_output, item.reference_price_fen) == (Decimal("1200.5"), 106800)
    assert (item.households, item.persons) == (16, 1050)
    page = press(client, "product", *args, **typed(annual_output="一千", reference_price="面议"))
    assert "年产量请填写数字，例如 1200 或 12.5" in page


def test_a_product_that_cannot_be_read_is_not_kept_and_nothing_typed_is_lost(
    draft, browse, press, typed
):
    application = draft(0)
    wrong = typed(annual_output="很多", name="示例脐橙", supply_months=[])
    text = press(browse(application), "new_product", application.pk, **wrong)
    assert not application.items.exists()
    assert "内容尚未保存" in text
    assert 'value="很多"' in text
    assert "请选择供货月份" in text


def test_a_benefit_that_cannot_be_read_comes_back_with_all_its_reasons(draft, browse, press, typed):
    application = draft(1)
    item = application.items.get()
    wrong = typed(households="九", persons="3", mechanisms=[], benefit_text="太短")
    text = press(browse(application), "benefit", application.pk, item.pk, **wrong)
    for words in ('value="九"', "内容尚未保存", "请选择带贫减贫机制", "至少50个字"):
        assert words in text
    before = item.mechanisms
    item.refresh_from_db()
    assert item.mechanisms == before


def test_a_product_without_a_name_is_not_kept(draft, browse, press):
    application = draft(0)
    assert "请填写产品名称" in press(browse(application), "new_product", application.pk)
    assert not application.items.exists()


def test_a_copied_product_is_another_row_and_points_at_the_repetition(draft, browse, press):
    application = draft(1)
    client = browse(application)
    original = application.items.get()
    press(client, "copy_product", application.pk, original.pk)
    copy = application.items.exclude(pk=original.pk).get()
    assert copy.facts() == original.facts()
    address = reverse("portal:product", args=[application.pk, copy.pk])
    assert "产品名称和规格重复" in client.get(f"{address}?check=1").content.decode()


def test_a_product_is_removed_after_a_question(draft, browse, press, look):
    application = draft(2)
    client = browse(application)
    item = application.items.first()
    assert "不能恢复" in look(client, "remove_product", application.pk, item.pk)
    assert application.items.count() == 2
    press(client, "remove_product", application.pk, item.pk)
    assert application.items.count() == 1


def test_the_commitment_is_shown_word_for_word_and_its_digest_kept(draft, browse, look, press):
    application = draft()
    client = browse(application)
    from registry.rulesets import in_force
    from workflow.services.submissions import commitment_digest

    ruleset = in_force(date(2020, 4, 1))
    assert ruleset.commitment_text in look(client, "commitment", application.pk)
    press(client, "commitment", application.pk, **_signed(commitment_digest(ruleset)))
    application.refresh_from_db()
    assert application.commitment_sha256 == commitment_digest(ruleset)
    assert application.signatory == "测试法人"


def test_a_commitment_whose_text_changed_meanwhile_is_not_accepted(draft, browse, press):
    application = draft()
    text = press(browse(application), "commitment", application.pk, **_signed("0" * 64))
    application.refresh_from_db()
    assert application.commitment_accepted_at is None
    assert "承诺文本已更新" in text
    assert 'value="测试法人"' in text


def test_a_signature_in_the_future_is_pointed_at(draft, browse, press, ready):
    application = ready()
    shown = application.commitment_sha256
    text = press(
        browse(application),
        "commitment",
        application.pk,
        **{**_signed(shown), "signed_on": "2020-04-02"},
    )
    assert "签署日期不得晚于今天" in text


def _signed(shown):
    return {
        "text_digest": shown,
        "accept": "on",
        "signatory": "测试法人",
        "signatory_capacity": "legal_rep",
        "signed_on": "2020-04-01",
        "no_roster_statement": "on",
    }


def test_a_finished_draft_says_that_it_can_be_submitted(ready, browse, look):
    application = ready()
    text = look(browse(application), "application", application.pk)
    assert "已完成 6 步，共 6 步" in text
    assert "可以提交" in text


@pytest.mark.parametrize(
    ("months", "ordered"),
    [
        ([1, 2, 3, 11, 12], [11, 12, 1, 2, 3]),
        ([3, 4, 5], [3, 4, 5]),
        (list(range(1, 13)), list(range(1, 13))),
        ([6], [6]),
        ([], []),
        ([12, 1], [12, 1]),
    ],
)
def test_months_are_kept_in_the_order_of_supply(months, ordered):
    assert in_order_of_supply(months) == ordered


def test_home_asks_the_same_queries_for_one_paper_and_for_many(
    draft, browse, django_assert_max_num_queries
):
    application = draft(2)
    client = browse(application)
    for _ in range(4):
        draft(3)
    with django_assert_max_num_queries(18):
        client.get(reverse("portal:home"))
    assert Item.objects.count() == 14


def test_what_was_told_of_one_product_is_brought_to_the_next_and_not_saved(
    draft, browse, look, press, typed
):
    application = draft(3)
    told, other, _third = application.items.all()
    application.items.exclude(pk=told.pk).update(benefit_text="", mechanisms=[], households=None)
    client = browse(application)
    page = look(client, "benefit", application.pk, other.pk)
    assert f'href="?like={told.pk}"' in page
    brought = look(client, "benefit", application.pk, other.pk, query=f"?like={told.pk}")
    assert f"已带出“{told}”的填写内容，还没有保存" in brought
    assert told.benefit_text in brought
    other.refresh_from_db()
    assert other.benefit_text == ""
    press(client, "benefit", application.pk, other.pk, **typed())
    assert "?like=" not in look(client, "benefit", application.pk, other.pk), "it has words now"
