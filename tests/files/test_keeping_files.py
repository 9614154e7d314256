"""Files at rest: sealed under a named key, scanned or saying so, looked at on record, destroyed."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from tests.support.stored import stored

from applications.models import MaterialAccess
from applications.services import materials
from files import delivery
from files.models import StoredFile
from files.unreadable import Unreadable
from files.vault import is_current, key_id, seal, unseal
from records import kept_forms
from records.models import AuditEvent
from registry.models import RuleSet
from rules.refusal import Refused
from workflow.models import (
    OpinionDraft,
    OpinionDraftFile,
    OpinionFile,
    OpinionProposal,
    ProposalFile,
)
from workflow.positions import open_task
from workflow.services import retention, submissions
from workflow.services.drafting import save_draft

from .papers import PLAIN, PROPOSED, ROSTER, SHOT, thrown

OLD = Fernet.generate_key().decode()


# Keys


def test_what_is_sealed_names_its_key_and_tells_nothing_else(settings):
    sealed = seal(b"secret")
    assert sealed.startswith(b"GS1:" + key_id(settings.MATERIAL_KEY))
    assert settings.MATERIAL_KEY.encode() not in sealed
    assert unseal(sealed) == b"secret"
    with pytest.raises(InvalidToken):
        unseal(sealed[:-4] + b"xxxx")


def test_what_was_sealed_before_keys_had_names_still_opens(settings):
    assert unseal(Fernet(settings.MATERIAL_KEY).encrypt(b"old")) == b"old"


def test_keys_are_changed_without_losing_a_file(roster, at, settings):
    shot = stored(at, "截图.pdf", SHOT)
    secret = seal(b"totp").decode()
    factor = Authenticator.objects.create(
        user=roster.uploaded_by, type="totp", data={"secret": secret}
    )
    kept = kept_forms.keep("/portal/", {"a": ["1"]}, user=roster.uploaded_by, at=at)
    new = settings.MATERIAL_KEY
    settings.MATERIAL_KEY, settings.MATERIAL_KEYS_RETIRED = OLD, [new]
    out = io.StringIO()
    call_command("rotate_keys", stdout=out)
    assert "原已是当前密钥 0 个" in out.getvalue()
    settings.MATERIAL_KEYS_RETIRED = []
    with roster.file.sealed.open("rb") as sealed:
        assert is_current(sealed.read())
    assert materials.read(roster, by=roster.uploaded_by, at=at) == ROSTER
    assert delivery.read(shot) == SHOT
    factor.refresh_from_db()
    kept.refresh_from_db()
    assert unseal(factor.data["secret"].encode()) == b"totp"
    assert kept_forms.fields(kept) == [("a", "1")]
    again = io.StringIO()
    call_command("rotate_keys", stdout=again)
    assert "已改用当前密钥 0 个" in again.getvalue()
    settings.MATERIAL_KEY = new
    with pytest.raises(CommandError, match="MATERIAL_KEYS_RETIRED"):
        call_command("rotate_keys")
    settings.MATERIAL_KEYS_RETIRED = [OLD]
    call_command("rotate_keys", stdout=io.StringIO())


def test_what_was_taken_can_be_read_whatever_is_refused_by_now(office, at, monkeypatch):
    shot = stored(at, "截图.pdf", SHOT)
    monkeypatch.setattr("files.inspection.pool.ask", refuse_everything)
    assert (delivery.read(shot), shot.mime) == (SHOT, "application/pdf")


def refuse_everything(order, data):
    raise Unreadable("正忙")


# Looking and destroying


def test_every_look_of_an_officer_and_every_look_at_a_roster_leaves_a_row(draft, roster, at, user):
    by, clerk = roster.uploaded_by, user("fpb_clerk@fpb")
    plain = materials.attach(
        roster.application, "M2_licence", name="a.pdf", data=PLAIN, by=by, at=at
    )
    materials.read(plain, by=by, at=at)
    assert not MaterialAccess.objects.exists()
    materials.read(plain, by=clerk, at=at)
    materials.read(roster, by=clerk, at=at, purpose="核对成员")
    looked = AuditEvent.objects.filter(action="applications.read_roster")
    assert [event.because for event in looked] == ["核对成员"], "in the chain, too"
    materials.read(roster, by=by, at=at)
    kept = MaterialAccess.objects.order_by("pk").values_list("user", "purpose")
    assert list(kept) == [
        (clerk.pk, "审核办理"),
        (clerk.pk, "核对成员"),
        (by.pk, "本单位查看"),
    ]


def test_an_abandoned_roster_is_destroyed_with_a_record(
    roster, at, django_capture_on_commit_callbacks
):
    later = at + timedelta(days=181)
    assert list(retention.due(at=at)) == []
    assert list(retention.due(at=later)) == [roster]
    stored = roster.file.sealed
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.destroy_due(at=later) == 1
    assert not stored.storage.exists(stored.name)
    roster.refresh_from_db()
    assert roster.sha256, "what it was can still be proved"
    with pytest.raises(Refused, match="已按保管期限"):
        materials.read(roster, by=roster.uploaded_by, at=later)
    row = AuditEvent.objects.get(action="workflow.destroy")
    assert row.data["sha256"] == roster.sha256
    assert "草稿180天未提交" in row.because
    assert retention.destroy_due(at=later) == 0


def test_a_roster_is_kept_while_one_product_is_open_and_its_own_rules_months_after(paper, at):
    first, second = paper(2, serial=3)
    by = first.application.submissions.get().submitted_by
    RuleSet.objects.filter(pk=first.application.ruleset_id).update(roster_retention_months=2)
    submissions.withdraw(first, by=by, at=at)
    assert not retention.due(at=at + timedelta(days=300))
    submissions.withdraw(second, by=by, at=at)
    assert not retention.due(at=at + timedelta(days=60))
    due = retention.due(at=at + timedelta(days=64))
    assert {each.kind for each in due} <= {"M4a_worker_roster", "M4b_member_roster"}
    assert due
    RuleSet.objects.update(roster_retention_months=3)
    assert not retention.due(at=at + timedelta(days=64))
    RuleSet.objects.update(roster_retention_months=2)
    assert retention.destroy_due(at=at + timedelta(days=64)) == len(due)
    row = AuditEvent.objects.filter(action="workflow.destroy").last()
    assert "办结后保管期限2个月届满" in row.because


@pytest.fixture
def forget(django_capture_on_commit_callbacks):
    def forget(at):
        with django_capture_on_commit_callbacks(execute=True):
            return retention.forget_drafts(at=at)

    return forget


def test_a_file_thrown_out_of_a_draft_is_destroyed_after_a_day(office, at, forget):
    _held, path = thrown(at)
    days = [at + timedelta(days=n) for n in range(5)]
    assert forget(days[1]) == 0
    assert forget(days[2]) == 0
    assert path.exists()
    assert forget(days[3]) == 1
    assert not path.exists()
    assert not OpinionDraftFile.objects.exists()


def test_a_file_that_an_opinion_or_a_proposal_holds_stays(walked, at, forget):
    (item,) = walked("endorse")
    days = [at + timedelta(days=n) for n in range(5)]
    held, path = thrown(at)
    opinion = item.opinions.get()
    OpinionFile.objects.create(opinion=opinion, file=held.file)
    other, proposed = thrown(at, data=PROPOSED)
    proposal = OpinionProposal.objects.create(
        item=item,
        step="benefit",
        task=open_task(item, "review_benefit"),
        values={},
        proposed_by=opinion.signed_by,
        proposed_at=at,
    )
    ProposalFile.objects.create(proposal=proposal, file=other.file)
    forget(days[1])
    forget(days[3])
    assert not OpinionDraftFile.objects.exists()
    assert path.exists()
    assert proposed.exists()
    with pytest.raises(ProtectedError):
        held.file.delete()


def test_the_same_bytes_handed_in_twice_are_two_files_with_a_fate_each(office, at, forget):
    _first, path = thrown(at)
    days = [at + timedelta(days=n) for n in range(5)]
    forget(days[1])
    _again, other = thrown(days[3])
    assert forget(days[3]) == 1
    assert (path.exists(), other.exists()) == (False, True)


def test_a_draft_of_what_has_ended_goes_with_its_files(paper, user, at, forget):
    (item,) = paper()
    days = [at + timedelta(days=n) for n in range(5)]
    officer = user(f"station_officer@{item.application.station.code}")
    held, path = thrown(at)
    save_draft(item, "endorse", {"text": "x"}, by=officer, at=at, taken=[held])
    forget(days[3])
    assert OpinionDraftFile.objects.filter(draft__isnull=False).exists()
    by = item.application.submissions.get().submitted_by
    submissions.withdraw(item, by=by, at=at)
    assert forget(days[3]) == 0
    assert not OpinionDraft.objects.exists()
    assert path.exists()
    assert forget(days[4] + timedelta(days=1)) == 1
    assert not path.exists()


def test_a_file_that_nothing_came_to_hold_is_forgotten_after_a_day(office, at, forget):
    """An act was refused after its file had been taken."""
    path = Path(stored(at).sealed.path)
    assert forget(at + timedelta(hours=23)) == 0
    assert forget(at + timedelta(days=2)) == 1
    assert not path.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_the_command_lists_before_it_destroys(capsys):
    call_command("destroy_expired", dry_run=True)
    call_command("destroy_expired")
    assert "已销毁名册 0 份" in capsys.readouterr().out
