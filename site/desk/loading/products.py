"""Products as draft applications: one draft per applicant and batch, one item per product."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from applications.models import Application, Item
from applications.policies.facts import reasons_against_facts
from applications.services import drafts
from registry.models import Applicant, Township, User
from rules.amounts import plain_yuan
from rules.refusal import Refused, refuse_fields, refuse_if

#: Drafts belong to no day of the procedure yet; this is only when the file was typed in.
TYPED_AT = datetime(2020, 3, 26, 1, tzinfo=UTC)

#: Which of the two baskets a category fills (R07), where a record does not say so itself.
TAGS = {
    **{key: ["vegetable_basket"] for key in ("vegetable", "livestock", "egg", "aquatic")},
    "grain_oil": ["rice_bag"],
}


class Products:
    """Loads the products of one directory; knows its applicants by the directory's own ids."""

    def __init__(self, applicants):
        self.codes = {record.get("id"): record.get("uscc") for record in applicants}

    def load(self, record):
        """One product as an item of its applicant's draft; False when it is already there."""
        applicant = self.applicant(record)
        facts = facts_of(record)
        refuse_fields(reasons_against_facts(Item(**facts)))
        items = Item.objects.filter(
            application__applicant=applicant, name=facts["name"], sales_spec=facts["sales_spec"]
        )
        if items.exists():
            return False
        agent = User.objects.filter(applicant=applicant).earliest("pk")
        draft = _draft(applicant, batch_of(record), agent)
        drafts.add_item(draft, by=agent, at=TYPED_AT, **facts)
        return True

    def applicant(self, record):
        """The applicant that the record names; refused when this directory has no such one."""
        code = self.codes.get(record["applicant_id"])
        applicant = Applicant.objects.filter(credit_code=code).first() if code else None
        refuse_if([] if applicant else [f"没有申请单位 {record['applicant_id']}"])
        return applicant


def batch_of(record):
    """Which paper a product belongs to: its catalogue batch, or the papers still under way."""
    batch = (record.get("catalog") or {}).get("batch")
    return f"第{batch}批" if batch else f"在办 {record['id']}"


def facts_of(record):
    """The corpus' words as the columns of :class:`ProductFacts`."""
    origin, output, supply = record["origin"], record["annual_output"], record["supply"]
    benefit = record["poverty_reduction"]
    township = Township.objects.filter(gb_code=origin["township_code"]).first()
    refuse_if([] if township else [f"没有乡镇街道 {origin['township_code']}"])
    facts = {
        "name": record["name"],
        "category": record["category"],
        "category_other": record["name"] if record["category"] == "other" else "",
        "tags": record.get("tags", TAGS.get(record["category"], [])),
        "origin_township": township,
        "origin_text": origin["text"],
        "input_sources": record["input_source"],
        "input_source_text": record["input_source_text"],
        "annual_output": _decimal(output["value"]),
        "output_unit": output["unit"],
        "supply_months": supply["months"],
        "supply_text": supply["text"],
        "sales_spec": record["sales_spec"],
        "sales_unit": record["sales_unit"],
        "reference_price_fen": record["price_fen"],
        "certifications": record["certifications"],
        "mechanisms": benefit["mechanisms"],
        "households": benefit["households"],
        "persons": benefit["persons"],
        "average_income_fen": benefit["avg_income_fen"],
        "employed_workers": benefit["employed_poor_workers"],
    }
    return {**facts, "benefit_text": benefit_text(facts)}


def benefit_text(facts):
    """The narrative that the corpus leaves out, from its own figures."""
    product = Item(**facts)
    return (
        f"通过{product.mechanisms_text}等方式，带动{facts['households']}户{facts['persons']}人"
        f"参与{facts['name']}的生产、加工和销售，户均年增收"
        f"{plain_yuan(facts['average_income_fen'] or 0)}元，"
        f"吸纳务工{facts['employed_workers'] or 0}人。收益分配公开透明，帮扶关系稳定（测试数据）。"
    )


def _decimal(text):
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Refused([f"年产量“{text}”不是数字"]) from error


def _draft(applicant, batch, agent):
    """The applicant's draft for this batch, recognised by its label."""
    drafted = Application.objects.filter(applicant=applicant, label=batch).first()
    if drafted is not None:
        return drafted
    application = drafts.start(applicant, by=agent, at=TYPED_AT)
    return drafts.save_header(application, by=agent, at=TYPED_AT, label=batch)
