"""A unit's particulars: of a holder by an assessed change report only, else by its licence.

R18, §2.3. What was mistyped when a unit was registered is put right by the office, licence in hand.
"""

from django.db import IntegrityError, transaction

from records.audit import record
from rules.applicant_kinds import reasons_against_kind
from rules.identifiers import check_credit_code
from rules.periods import local_day
from rules.plain_text import plain_values
from rules.refusal import Refused, refuse_fields, refuse_if

from . import registering
from .above import has_listed, has_publicised
from .models import Applicant
from .unit_accounts import reasons_against, tell

#: How a change report names a column of the applicant → the column.
PARTICULARS = {
    "holder_name": "name",
    "holder_credit_code": "credit_code",
    "holder_domicile": "domicile",
}

#: What the office puts right.
REGISTERED = (
    "name",
    "entity_type",
    "credit_code",
    "domicile",
    "domicile_region",
    "domicile_township",
    "legal_representative",
)
#: What the trail says in words, before and after; the legal representative is a person.
IN_WORDS = ("name", "credit_code", "domicile", "entity_type")
#: What the public was told, or can look the unit up by.
PUBLICISED = ("name", "credit_code")
TAKEN = "该统一社会信用代码已属于另一申请单位"
AFTER_LISTING = (
    "有产品正在公示，或者已经公示、还没有列入目录，单位名称、统一社会信用代码暂不能更正；"
    "列入以后由单位报告变更"
)
BY_REPORT = "目录中有产品的，单位名称、统一社会信用代码、住所由单位报告变更，经核查后修改"


@transaction.atomic
def put_right(applicant, facts, *, because, by, at):
    """What the register says of a unit, as its licence says it; ``facts`` by :data:`REGISTERED`.

    For slips of registering and for what no change report covers. Papers that were submitted keep
    what they said.
    """
    applicant = Applicant.objects.select_for_update(of=("self",)).get(pk=applicant.pk)
    code = check_credit_code(facts["credit_code"], require_legal_person=False)
    facts = plain_values({**facts, "credit_code": code.value})
    changed = sorted(name for name in REGISTERED if getattr(applicant, name) != facts[name])
    refuse_fields(
        [
            *reasons_against(applicant, because=because, by=by),
            *(("credit_code", error) for error in code.errors),
            *_against_facts(applicant, facts, changed, on=local_day(at)),
        ]
    )
    in_words = [name for name in changed if name in IN_WORDS]
    trail = {
        "columns": "、".join(changed),
        "before": {name: getattr(applicant, name) for name in in_words},
        "after": {name: facts[name] for name in in_words},
    }
    for name in changed:
        setattr(applicant, name, facts[name])
    _save(applicant, changed)
    row = record("registry.put_right", applicant, by=by, at=at, because=because, **trail)
    tell(applicant, "登记信息已由主办单位更正", row)
    return applicant


def _save(applicant, changed):
    """Another unit may have taken the code a moment ago: the database lets one have it."""
    try:
        with transaction.atomic():
            applicant.save(update_fields=[*changed, "changed_at"])
    except IntegrityError as error:
        raise Refused([TAKEN], {"credit_code": [TAKEN]}) from error


def _against_facts(applicant, facts, changed, *, on):
    kind = (facts["entity_type"], facts["name"])
    legal = registering.needs_legal_person(on)
    for reason in reasons_against_kind(*kind, require_legal_person=legal):
        yield "entity_type", reason
    others = Applicant.objects.filter(credit_code=facts["credit_code"]).exclude(pk=applicant.pk)
    if others.exists():
        yield "credit_code", TAKEN
    if not changed:
        yield "", "与现在登记的相同，没有更正"
    if has_listed(applicant, on):
        for name in sorted(set(changed) & {*PARTICULARS.values()}):
            yield name, BY_REPORT
    elif has_publicised(applicant):
        for name in sorted(set(changed) & {*PUBLICISED}):
            yield name, AFTER_LISTING


@transaction.atomic
def change_particulars(applicant, particulars, *, by, at, because):
    """Change name, credit code or domicile, by the names of :data:`PARTICULARS`.

    Two changes of one unit come one by one; a code goes to one of two units that ask at once.
    """
    Applicant.objects.select_for_update(of=("self",)).get(pk=applicant.pk)
    changed = {PARTICULARS[name]: value for name, value in particulars.items()}
    code = changed.get("credit_code")
    others = Applicant.objects.filter(credit_code=code).exclude(pk=applicant.pk)
    refuse_if([TAKEN] if code and others.exists() else [])
    for column, value in changed.items():
        setattr(applicant, column, value)
    _save(applicant, changed)
    record(
        "registry.particulars",
        applicant,
        by=by,
        at=at,
        because=because,
        columns="、".join(sorted(changed)),
    )
    return applicant
