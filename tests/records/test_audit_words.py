"""Every act that some room records has a name in Chinese, and no name outlives its act."""

import ast
from pathlib import Path

from tests.test_house import find, tree

from applications.models import Outcome
from pages.page_audit import ACTS
from records.audit_words import ACTIONS, kind
from records.audited import AUDITED, VERBS
from rules.duties import CRITERIA
from rules.lifecycle import CertificateOp
from supervision.models import Complaint
from workflow.models import Reversal

SITE = Path(__file__).resolve().parents[2] / "site"
#: Acts whose name is put together when they are recorded, and all that it can come to.
COMPOSED = {
    "act": {
        *("ledger.reopen", "ledger.refuse_reopening"),
        *(f"workflow.bulletin.{act}" for act in ("check", "issue", "return")),
    },
    "action": set(ACTS.values()),
    "audited.act(verb)": {each.act(verb) for each in AUDITED.values() for verb in VERBS}
    | {"registry.set_password"},
    "f'catalog.{op}'": {f"catalog.{op}" for op in CertificateOp if op != CertificateOp.ADD},
    "f'registry.{act}'": {"registry.approve_word", "registry.decline_word"},
    "f'supervision.complaint_{complaint.state}'": {
        f"supervision.complaint_{state}"
        for state, _name in Complaint._meta.get_field("state").choices
        if state != "received"
    },
    "f'system.{name}'": {f"system.{name}" for name in ("backup", "restore", "move_database")},
    "f'workflow.sign.{kind}'": {f"workflow.sign.{step}" for step in [*CRITERIA]},
    "f'workflow.{act}'": {
        f"workflow.{act}"
        for act in (
            *("answer_as_expert", "answer_consultation", "consult", "entrust"),
            *("approve_correction", "decline_correction"),
            *("approve_wording", "decline_wording"),
            *("approve_closing", "decline_closing"),
            *("approve_disposal", "decline_disposal"),
            *("approve_preservation", "decline_preservation", "preserve"),
            *("ask_to_lift_preservation", "lift_preservation", "keep_preservation"),
        )
    },
    "f'workflow.{kind}'": {
        f"workflow.{kind}" for kind in [*Outcome.Kind.values, *Reversal.Kind.values]
    },
    "f'workflow.{level}'": {"workflow.city", "workflow.province"},
}


def recorded():
    """The first word of every ``record(…)`` of the audit trail, as it is written."""
    for path in SITE.rglob("*.py"):
        called = {
            alias.asname or alias.name
            for node in find(tree(path), ast.ImportFrom)
            if (node.module or "").endswith("audit")
            for alias in node.names
            if alias.name == "record"
        }
        calls = find(tree(path), ast.Call)
        yield from (call.args[0] for call in calls if getattr(call.func, "id", "") in called)


def test_every_act_of_the_trail_has_its_name_and_no_other():
    words = list(recorded())
    plain = {word.value for word in words if isinstance(word, ast.Constant)}
    composed = {ast.unparse(word) for word in words if not isinstance(word, ast.Constant)}
    assert composed == set(COMPOSED)
    assert plain.union(*COMPOSED.values()) == set(ACTIONS)


def test_things_are_called_what_their_model_is_called():
    assert kind("applications.item") == "申请产品"
    assert (kind("publicity.publicity"), kind("pages.noticepage")) == ("公示", "公示页面")
    assert kind("workflow.gone") == "workflow.gone"
