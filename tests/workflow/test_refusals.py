"""Bad input at the services: every reason at once, in Chinese, nothing half-written."""

from datetime import timedelta

import pytest
from tests.support.dishonest import in_register

from applications.models import Application, Item, Material
from applications.services import drafts, materials
from demo.acts import agent, perform
from demo.papers import pdf
from demo.preparing import prepare
from demo.preparing import submit as submit_prepared
from demo.timetables import moment
from registry.models import Licence, Tie
from rules.refusal import Refused
from workflow.models import Opinion, SignedDuty
from workflow.positions import open_task
from workflow.services import desk, opinions, submissions

pytestmark = pytest.mark.django_db


def reasons(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value


@pytest.fixture
def ready(draft, at):
    """A draft of one product that could be submitted as it stands, and its agent."""

    def make(products=1, serial=1):
        application = draft(products, serial)
        by = agent(application.applicant_id)
        return prepare(application, by=by, at=at), by

    return make


def submit(ready_paper, at):
    application, by = ready_paper
    return submissions.submit(application, by=by, at=at)


def test_an_empty_draft_is_refused_with_all_its_reasons_at_their_fields(draft, at):
    application = draft(0)
    refused = reasons(submissions.submit, application, by=agent(application.applicant_id), at=at)
    assert set(refused.fields) >= {
        "items",
        "commitment",
        "signatory",
        "signed_on",
        "material-M1_application_form",
        "material-M2_licence",
        "material-M3_benefit_proof",
    }
    assert Application.objects.get().submitted_at is None


def test_a_wrong_check_digit_is_refused(ready, at):
    paper = ready()
    code = paper[0].applicant.credit_code
    paper[0].applicant.credit_code = code[:-1] + ("0" if code[-1] != "0" else "1")
    paper[0].applicant.save()
    assert "校验" in str(reasons(submit, paper, at))


def test_an_individual_business_is_no_legal_person(ready, at):
    paper = ready()
    paper[0].applicant.entity_type = "individual_business"
    paper[0].applicant.save()
    assert "个体工商户不具有法人资格" in str(reasons(submit, paper, at))


def test_an_entity_domiciled_elsewhere_is_not_local(ready, at):
    paper = ready()
    paper[0].applicant.domicile_region = "360704"
    paper[0].applicant.save()
    assert "不是本地注册" in str(reasons(submit, paper, at))


def test_an_entity_in_the_dishonesty_register_may_not_submit_and_may_again_after_it(ready, at):
    paper = ready()
    day = timedelta(days=10)
    in_register(paper[0].applicant, since=at.date() - day, until=at.date() + day)
    assert "失信登记" in str(reasons(submit, paper, at))
    later = at + timedelta(days=11)
    assert submissions.submit(paper[0], by=paper[1], at=later).number


def test_an_expired_licence_blocks_until_a_renewed_scan_is_there(ready, at):
    application, by = ready()
    Licence.objects.create(
        applicant=application.applicant,
        kind="food_production_licence",
        number="SC-1",
        valid_until=at.date() - timedelta(days=1),
    )
    assert "SC-1" in str(reasons(submit, (application, by), at))
    materials.attach(
        application,
        "M2_licence",
        name="新证.pdf",
        data=pdf("新证"),
        by=by,
        at=at,
        licence_no="SC-1",
        valid_until=at.date() + timedelta(days=300),
    )
    assert submit((application, by), at).number


def test_the_same_product_twice_in_one_paper_is_refused(ready, at):
    application, by = ready(2)
    first, second = application.items.all()
    drafts.save_item(second, by=by, at=at, name=f" {first.name} ", sales_spec=first.sales_spec)
    refused = reasons(submit, (application, by), at)
    assert refused.fields[f"item-{second.pk}-name"] == ["同一申请中产品名称和规格重复"]


def test_the_same_product_in_two_papers_at_once_is_refused(ready, at):
    submit(ready(), at)
    assert "已有正在办理的申请" in str(reasons(submit, ready(), at))


def test_a_certified_product_waits_for_its_renewal_window(walked, ready, at):
    walked("list")
    soon = at + timedelta(days=60)
    application, by = ready()
    application.signed_on = soon.date()
    assert "起可再次申请" in str(reasons(submissions.submit, application, by=by, at=soon))


def test_an_application_before_the_rules_took_effect_is_refused(ready, at):
    paper = ready()
    early = at.replace(month=3, day=20)
    assert "尚未施行" in str(reasons(submissions.submit, paper[0], by=paper[1], at=early))


def test_submitting_twice_is_refused_and_starts_nothing_twice(ready, at):
    paper = ready()
    submit(paper, at)
    assert "请勿重复提交" in str(reasons(submit, paper, at))
    assert Item.objects.filter(process__isnull=False).count() == 1


def test_somebody_elses_agent_cannot_submit(ready, draft, at):
    application, _ = ready()
    other = agent(draft(serial=2).applicant_id)
    assert "只有申请单位" in str(reasons(submissions.submit, application, by=other, at=at))


def test_accepting_other_words_than_the_rule_sets_does_not_count(ready, at):
    application, by = ready()
    drafts.accept_commitment(application, text="我承诺", by=by, at=at)
    assert "重新阅读" in str(reasons(submit, (application, by), at))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"", "空的"),
        ("a.exe", b"MZ....", "只接受"),
        ("a.pdf", b"not a pdf", "不能识别"),
        ("a.jpg", pdf("x"), "与扩展名不符"),
        ("a.pdf", b"%PDF-1.7 broken", "损坏"),
        ("a.docx", b"PK\x03\x04broken", "损坏"),
        ("a.png", b"\x89PNG\r\n\x1a\nbroken", "损坏"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(ready, at, name, data, reason):
    application, by = ready()
    before = Material.objects.count()
    refused = reasons(
        materials.attach, application, "M2_licence", name=name, data=data, by=by, at=at
    )
    assert reason in str(refused)
    assert Material.objects.count() == before


def test_an_oversized_file_is_refused(ready, at, settings):
    application, by = ready()
    settings.MATERIAL_MAX_BYTES = 10
    refused = reasons(
        materials.attach, application, "M2_licence", name="a.pdf", data=pdf("x"), by=by, at=at
    )
    assert "文件超过" in str(refused)


def test_the_bytes_at_rest_are_not_the_bytes_uploaded(ready):
    application, _ = ready()
    material = application.materials.first()
    with material.file.sealed.open("rb") as stored:
        assert not stored.read().startswith(b"%PDF")


def test_a_roster_is_shown_only_for_a_purpose_and_every_view_is_logged(ready, user, at):
    application, _ = ready(serial=3)  # a co-operative: member roster
    roster = application.materials.get(kind="M4b_member_roster")
    officer = user("fpb_reviewer@fpb")
    assert "目的" in str(reasons(materials.read, roster, by=officer, at=at))
    assert materials.read(roster, by=officer, at=at, purpose="核对成员").startswith(b"%PDF")
    assert roster.accesses.get().purpose == "核对成员"


def test_signing_twice_is_refused(paper, at, user):
    [item] = paper(1)
    perform(item, "endorse", at=at)
    by = user("station_officer@station-360702101")
    again = reasons(opinions.sign, item, "endorse", by=by, at=at, result="pass", text="同意" * 20)
    assert again.reasons == [f"该环节已由您于{at:%Y-%m-%d %H:%M}办理"]
    assert Opinion.objects.count() == 1


def test_signing_somebody_elses_task_is_refused(paper, at, user):
    [item] = paper(1)
    stranger = user("station_officer@station-360702100")
    refused = reasons(
        opinions.sign, item, "endorse", by=stranger, at=at, result="pass", text="同意"
    )
    assert "没有办理该环节的权限" in str(refused)


def test_a_claimed_task_is_its_claimers(paper, at, user):
    from registry.models import Membership, Organisation, User

    [item] = paper(1)
    station = Organisation.objects.get(code="station-360702101")
    colleague = User.objects.create(username="colleague")
    Membership.objects.create(user=colleague, organisation=station, role="station_officer")
    officer = user("station_officer@station-360702101")
    desk.claim(open_task(item, "endorse"), by=officer, at=at)
    refused = reasons(desk.claim, open_task(item, "endorse"), by=colleague, at=at)
    assert "已由" in str(refused)
    desk.release(open_task(item, "endorse"), by=officer, at=at)
    assert desk.claim(open_task(item, "endorse"), by=colleague, at=at).owner == colleague


def test_an_officer_tied_to_the_applicant_may_not_act(paper, at, user):
    [item] = paper(1)
    officer = user("station_officer@station-360702101")
    Tie.objects.create(user=officer, applicant=item.application.applicant, declared_at=at)
    assert "回避" in str(reasons(desk.claim, open_task(item, "endorse"), by=officer, at=at))


def test_nobody_signs_two_steps_of_one_application(walked, at, user):
    from registry.models import Membership, Organisation

    [item] = walked("endorse")
    endorser = user("station_officer@station-360702101")
    office = Organisation.objects.get(code="fpb")
    Membership.objects.create(user=endorser, organisation=office, role="fpb_reviewer")
    refused = reasons(
        opinions.sign, item, "benefit", by=endorser, at=at, result="pass", text="同意" * 20
    )
    assert "同一人不得办理两个环节" in str(refused)


def test_the_database_itself_refuses_a_second_duty(walked, at, user):
    from django.db import IntegrityError

    [item] = walked("endorse")
    with pytest.raises(IntegrityError, match=r"application_id.*person_id"):
        SignedDuty.objects.create(
            application=item.application,
            person=user("station_officer@station-360702101"),
            duty="benefit",
            taken_at=at,
        )


def test_an_opinion_without_words_criteria_or_visit_is_refused_with_every_reason(paper, at, user):
    [item] = paper(1)
    by = user("station_officer@station-360702101")
    refused = reasons(opinions.sign, item, "endorse", by=by, at=at, result="pass", text="好")
    assert set(refused.fields) == {
        "text",
        "met_genuine",
        "evidence_genuine",
        "verified_households",
        "verified_persons",
        "visited_on",
        "visited_by",
    }
    assert open_task(item, "endorse").owner is None, "a refused act does not claim the task"


def test_a_withdrawn_product_cannot_be_acted_on_and_its_siblings_go_on(paper, at):
    gone, stays = paper(2)
    by = agent(gone.application.applicant_id)
    task = open_task(gone, "endorse")
    submissions.withdraw(gone, by=by, at=at, because="市场变化")
    from demo.acts import holder

    refused = reasons(desk.claim, task, by=holder(task.owner_permission), at=at)
    assert "撤回该产品" in str(refused)
    perform(stays, "endorse", at=at)
    assert "已撤回" in str(
        reasons(submissions.withdraw, Item.objects.get(pk=gone.pk), by=by, at=at)
    )


def test_withdrawal_takes_the_product_out_of_a_running_notice(walked, at):

    gone, stays = walked("notice", products=2)
    submissions.withdraw(gone, by=agent(gone.application.applicant_id), at=at + timedelta(days=40))
    assert gone.publicity_entries.get().ending == "withdrawn"
    assert stays.publicity_entries.get().ending == ""


def test_the_manager_can_end_what_cannot_go_on_and_the_applicant_is_told(paper, at, user):
    [item] = paper(1)
    assert "负责人" in str(
        reasons(submissions.terminate, item, by=user("fpb_clerk@fpb"), at=at, because="主体已注销")
    )
    submissions.terminate(item, by=user("manager@fpb"), at=at, because="主体已注销")
    assert "主体已注销" in item.letters.get(kind="terminated").text


def test_a_renewal_links_the_new_entry_to_the_old_and_ends_it(walked, at):
    from tests.conftest import schedule

    from demo.walking import walk

    [item] = walked("list")
    old = Item.objects.get(pk=item.pk).certificate
    by = agent(item.application.applicant_id)
    opens = moment(old.renewal_opens_on)
    early = drafts.start(old.applicant, by=by, at=opens, renewal_of=[old])
    prepare(early, by=by, at=opens - timedelta(days=1))
    assert "起" in str(reasons(submissions.submit, early, by=by, at=opens - timedelta(days=1)))
    submit_prepared(early, by=by, at=opens)
    walk(list(early.items.all()), schedule(opens.date()), since="endorse", until="list")
    old.refresh_from_db()
    new = old.renewals.get()
    assert (old.status, new.status) == ("expired", "active")
    assert new.events.get().reason == "renewal"
    assert new.valid_from > old.listed_on
