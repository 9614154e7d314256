"""May this application be submitted? All reasons, each at its field (办法一、三, R74–R87)."""

from dataclasses import dataclass

from catalog.above import open_case
from catalog.models import Certificate
from records.prepared import NUMBER, Prepared
from registry import rulesets
from registry.dishonesty import BARRING
from registry.listed_words import CATEGORY, is_offered, name_of
from registry.names import fill, get_names
from rules import typed_dates
from rules.applicant_kinds import reasons_against_kind
from rules.identifiers import check_credit_code, check_phone
from rules.identity import product_identity
from rules.official_dates import official_date

from ..models import Item
from ..whole_papers import items_of
from .facts import reasons_against_facts
from .materials import about_licences, about_materials


def reasons_against_submitting(application, *, on):
    """Why ``application`` cannot be submitted on day ``on``, as ``[(field, reason)]``.

    Fields are the application's own; ``item-<pk>-<field>`` for its products; ``material-<kind>``.
    """
    if application.submitted_at is not None:
        return [("", "该申请已提交，请勿重复提交")]
    ruleset = rulesets.IN_FORCE.first(on)
    if ruleset is None:
        return [("", "认定办法尚未施行，暂不能提交申请")]
    return [
        *_about_applicant(application.applicant, ruleset.terms, on),
        *about_licences(application, on),
        *_about_contact(application),
        *_about_items(application, on),
        *about_materials(application, on),
        *_about_commitment(application, on),
    ]


def reasons_against_resubmitting(item, *, on):
    """Why mended ``item`` cannot go back to its reviewers on day ``on``, as ``[(field, reason)]``.

    The paper must be as whole as when it was first submitted, its materials and licences too.
    """
    application = item.application
    facts = [*reasons_against_facts(item), *_Others.of(application).about(item, on)]
    return [
        *about_licences(application, on),
        *_about_contact(application),
        *((f"item-{item.pk}-{field}", reason) for field, reason in facts),
        *about_materials(application, on),
        *_about_commitment(application, on),
    ]


def reasons_against_applying(applicant, *, on):
    """Why ``applicant`` need not even begin: no rules yet (R73), or not one who may apply (R10)."""
    ruleset = rulesets.IN_FORCE.first(on)
    if ruleset is None:
        return ["认定办法尚未施行，暂不能申请"]
    return [reason for _, reason in _about_applicant(applicant, ruleset.terms, on)]


def _about_applicant(applicant, terms, on):
    """R10, A02, A03: a locally registered legal person, not barred, with valid licences."""
    reasons = []
    reasons += reasons_against_kind(
        applicant.entity_type, applicant.name, require_legal_person=terms.require_legal_person
    )
    code = check_credit_code(
        applicant.credit_code,
        home_region=terms.local_region,
        require_legal_person=terms.require_legal_person,
    )
    reasons += code.errors
    if applicant.domicile_region != terms.local_region:
        reasons.append("申请单位住所不在本区，不是本地注册的市场主体")
    barred = BARRING.first(applicant.pk, on)
    if barred is not None:
        ends = f"（至{official_date(barred.effective_until)}）"
        reasons.append(
            f"申请单位在失信登记有效期内{ends}，不能申请；可向{get_names().office}申请信用修复"
        )
    return [("applicant", reason) for reason in dict.fromkeys(reasons)]


def _about_contact(application):
    """R76, R77: how and where the applicant is found."""
    reasons = []
    if not application.contact_person.strip():
        reasons.append(("contact_person", "请填写联系人"))
    reasons += [("phone", error) for error in check_phone(application.phone).errors]
    if application.production_township_id is None:
        reasons.append(("production_township", "请选择生产地所在乡镇街道"))
    return reasons


def _about_items(application, on):
    """R78–R84: at least one product, each complete, none twice, none already certified."""
    items = items_of(application)
    if not items:
        return [("items", "请至少填写一个产品")]
    reasons, identities, others = [], set(), _Others.of(application)
    for item in items:
        item_reasons = reasons_against_facts(item) + _about_category(item, on)
        identity = _identity(item)
        if identity in identities:
            item_reasons.append(("name", "同一申请中产品名称和规格重复"))
        identities.add(identity)
        item_reasons += others.about(item, on) + _about_renewal(application, item, on)
        reasons += [(f"item-{item.pk}-{field}", reason) for field, reason in item_reasons]
    return reasons


def _about_category(item, on):
    """What was chosen while it was offered is chosen anew before it goes in; later it may stay."""
    name = name_of(CATEGORY, item.category)
    if not item.category or name == item.category or is_offered(CATEGORY, item.category, on=on):
        return []
    return [("category", f"产品类别“{name}”已经停用，请重新选择")]


def _identity(thing):
    return product_identity(thing.name, thing.sales_spec)


UNDER_WAY = Prepared(
    lambda applicant: (
        Item.objects.under_way()
        .filter(application__applicant=applicant)
        .only("name", "sales_spec")
        .order_by()
    ),
    NUMBER,
)
LIVE = Prepared(
    lambda applicant: (
        Certificate.objects.live().filter(applicant=applicant).select_related("product", "ruleset")
    ),
    NUMBER,
)


@dataclass(frozen=True)
class _Others:
    """What the applicant has under way and in the catalogue, asked for once for all products."""

    under_way: list
    live: list

    @classmethod
    def of(cls, application):
        applicant = application.applicant_id
        return cls(list(UNDER_WAY(applicant)), list(LIVE(applicant)))

    def about(self, item, on):
        """One product is applied for once at a time, and again only inside its renewal window."""
        reasons, identity = [], _identity(item)
        others = (each for each in self.under_way if each.pk != item.pk)
        if any(_identity(other) == identity for other in others):
            reasons.append(("name", "该产品已有正在办理的申请"))
        for entry in self.live:
            is_other = entry.pk != item.renewal_of_id and entry.product.identity == identity
            if is_other and not entry.is_renewable(on):
                day = official_date(entry.renewal_opens_on)
                reasons.append(("name", f"该产品在目录有效期内，{day}起可再次申请"))
        return reasons


def _about_renewal(application, item, on):
    """§2.13-6: a renewal names an entry of the same applicant and product (R68)."""
    entry = item.renewal_of
    if entry is None:
        return []
    reasons = []
    if entry.applicant_id != application.applicant_id:
        reasons.append(("renewal_of", "原目录条目不属于本单位"))
    if _identity(entry.product) != _identity(item):
        reasons.append(("renewal_of", "产品名称或规格与原目录条目不一致"))
    if not entry.is_renewable(on):
        reasons.append(("renewal_of", f"再次申请自{official_date(entry.renewal_opens_on)}起受理"))
    if case := open_case(entry):
        reasons.append(("renewal_of", f"原目录条目有案件{case}在办理，办结后才能提交"))
    return reasons


def _about_commitment(application, on):
    """R11, R85, R86: accepted word for word, signed by a person with a capacity, on a day."""
    reasons = []
    if application.commitment_accepted_at is None:
        reasons.append(("commitment", "请阅读并同意承诺"))
    if not application.signatory.strip():
        reasons.append(("signatory", "请填写签名"))
    reasons += typed_dates.SIGNATURE.reasons_against(application.signed_on, on=on)
    return reasons + _about_agent(application, on)


def _about_agent(application, on):
    """R86: an agent signs by a letter of authority that the office has checked."""
    if application.signatory_capacity != application.Capacity.AGENT:
        return []
    letters, day = application.applicant.authorisations, application.signed_on or on
    if not application.signatory.strip() or letters.names(application.signatory, day):
        return []
    return [
        (
            "signatory_capacity",
            fill("委托代理人签字的，须有写明其姓名、签署之日有效并经{office}核对的授权委托书"),
        )
    ]
