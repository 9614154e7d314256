"""Mending keeps the paper whole: the same is asked as before, what others rest on stays."""

from datetime import timedelta

import pytest

from applications.differences import compare, since
from applications.models import Application, Item, Material
from applications.services import drafts, materials
from applications.services.printing import print_form
from demo.acts import agent, answers, perform
from demo.papers import pdf
from demo.preparing import sign_again
from rules.periods import local_day
from rules.refusal import Refused
from workflow.mending import Mended
from workflow.positions import nodes_of
from workflow.services import submissions

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(paper, at):
    """``returned(n)``: the products of one co-operative's paper, the first sent back to it."""

    def make(products=1):
        items = paper(products, serial=3)
        perform(items[0], "endorse", at=at, choice="return")
        for item in items[1:]:
            perform(item, "endorse", at=at)
        return items

    return make


@pytest.fixture
def later(at):
    return at + timedelta(days=2)


def current(item, kind):
    return item.application.materials.current().get(kind=kind)


def add(item, kind, name, *, at, **more):
    by = agent(item.application.applicant_id)
    data = pdf(f"{name} {at}")
    return materials.attach(
        item.application, kind, name=f"{name}.pdf", data=data, by=by, at=at, **more
    )


def take_back(material, at):
    materials.take_back(material, by=agent(material.application.applicant_id), at=at)


def resubmit(item, at):
    item, by = Item.objects.get(pk=item.pk), agent(item.application.applicant_id)
    submissions.resubmit(item, answers=answers(item), by=by, at=at)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("M1_application_form", "请上传签字盖章的认定申请书"),
        ("M2_licence", "请上传资格证书"),
        ("M3_benefit_proof", "请上传带贫益贫成效证明"),
        ("M4b_member_roster", "合作社请上传成员名册"),
    ],
)
def test_what_is_missing_after_mending_is_refused_as_at_the_first_submission(
    returned, later, kind, why
):
    [item] = returned()
    take_back(current(item, kind), later)
    with pytest.raises(Refused) as refused:
        resubmit(item, later)
    assert refused.value.fields[f"material-{kind}"] == [why]
    add(item, kind, "补上的材料", at=later)
    resubmit(item, later)
    assert nodes_of(item) == ["endorse"]


def test_a_licence_that_has_run_out_meanwhile_is_told(returned, at, later):
    [item] = returned()
    day = local_day(later) - timedelta(days=1)
    old = current(item, "M2_licence")
    add(item, "M2_licence", "旧证", at=at, replaces=old, licence_no="1", valid_until=day)
    with pytest.raises(Refused, match=r"旧证[.]pdf已于2020年4月2日到期"):
        resubmit(item, later)


@pytest.mark.parametrize("is_our_print", [True, False])
def test_a_form_signed_before_the_facts_were_changed_is_signed_again(returned, later, is_our_print):
    [item] = returned()
    by = agent(item.application.applicant_id)
    if is_our_print:
        printed = print_form(item.application, by=by, at=later)
        old = current(item, "M1_application_form")
        add(item, old.kind, "签字的", at=later, replaces=old, printed_form=printed)
    drafts.save_item(item, by=by, at=later, annual_output="77")
    with pytest.raises(Refused, match="请重新打印、签字盖章，用新的扫描件更换原来的"):
        resubmit(item, later)
    sign_again(item.application, by=by, at=later)
    resubmit(item, later)


def test_a_product_may_not_become_another_that_is_under_way(returned, later):
    first, second = returned(2)
    by = agent(first.application.applicant_id)
    drafts.save_item(first, by=by, at=later, name=f" {second.name}", sales_spec=second.sales_spec)
    sign_again(first.application, by=by, at=later)
    with pytest.raises(Refused, match="该产品已有正在办理的申请"):
        resubmit(first, later)


def test_what_a_sibling_under_review_rests_on_is_replaced_and_never_lost(returned, later):
    first, second = returned(2)
    licence = current(first, "M2_licence")
    with pytest.raises(Refused, match="只能更换，不能撤下"):
        take_back(licence, later)
    newer = add(first, "M2_licence", "新证", at=later, replaces=licence)
    with pytest.raises(Refused, match="只能更换，不能撤下"):
        take_back(newer, later)
    newest = add(first, "M2_licence", "更新的证", at=later, replaces=newer)
    assert current(first, "M2_licence") == newest
    resubmit(first, later)
    _, _, parts = since(Application.objects.get(pk=second.application_id))
    changes = [(each.before, each.after) for part in parts for each in part.changes]
    assert changes == [("M2_licence.pdf", "更新的证.pdf")], "the reviewers see the new version"


def test_a_file_added_since_takes_the_place_of_one_that_is_taken_back(returned, later):
    first, _ = returned(2)
    licence = current(first, "M2_licence")
    newer = add(first, "M2_licence", "新证", at=later)
    take_back(licence, later)
    newer.refresh_from_db()
    assert newer.replaces == licence
    with pytest.raises(Refused, match="只能更换，不能撤下"):
        take_back(newer, later)
    extra = add(first, "M3_benefit_proof", "另一份证明", at=later)
    take_back(extra, later)
    assert not Material.objects.current().filter(pk=extra.pk).exists()


@pytest.mark.parametrize("ending", ["withdrawn", "returned"])
def test_what_no_sibling_is_reviewed_by_may_be_taken_back(paper, at, later, ending):
    first, second = paper(2, serial=3)
    perform(first, "endorse", at=at, choice="return")
    if ending == "withdrawn":
        submissions.withdraw(second, by=agent(second.application.applicant_id), at=at)
    else:
        perform(second, "endorse", at=at, choice="return")
    take_back(current(first, "M2_licence"), later)


def test_a_file_is_replaced_by_one_of_its_own_kind_and_paper_only(returned, paper, later):
    [item], [stranger] = returned(), paper(1, serial=4)
    for other in (current(item, "M3_benefit_proof"), current(stranger, "M2_licence")):
        with pytest.raises(Refused, match="只能更换同一申请中同一种类的材料"):
            add(item, "M2_licence", "新证", at=later, replaces=other)


def test_a_number_put_right_beside_the_same_scan_answers_a_point_and_is_shown(returned, later):
    [item] = returned()
    old = current(item, "M2_licence")
    by = agent(item.application.applicant_id)
    words = {"licence_no": "SC10136070200001", "valid_until": None}
    newer = materials.put_right(old, by=by, at=later, **words)
    mended = Mended(Item.objects.get(pk=item.pk))
    assert mended.new_files == [newer]
    parts = compare(mended.before, mended.now)
    [change] = [each for part in parts for each in part.changes if "编号、有效期" in each.title]
    assert change.after == "SC10136070200001，长期有效"
    assert old.file.destroyed_at is None
