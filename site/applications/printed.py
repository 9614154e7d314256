"""What the application form says once it is on paper, and the digest of those words (R62, R87)."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

from registry.names import fill


def form_title():
    """The title of the form, also of the files drawn of it: by it a bare print is told."""
    return fill("{district}{product}认定申请书")


def plain(payload):
    """The payload as plain JSON values."""
    return json.loads(json.dumps(payload, cls=DjangoJSONEncoder))


def digest(payload):
    """SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8)."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def item_facts(item):
    """One product as plain values; its township by its code."""
    names = [name for name in item.fact_names() if name != "origin_township"]
    township = item.origin_township
    facts = {name: getattr(item, name) for name in names}
    return {"origin_township": township.gb_code if township else None, **facts}


def printed_digest(application, ruleset):
    """The digest of what the printed form says; not of signature and day, which the pen adds."""
    applicant = application.applicant
    items = application.items.select_related("origin_township").order_by("position", "pk")
    return digest(
        plain(
            {
                "applicant": [applicant.name, applicant.credit_code, applicant.domicile],
                "contact": [application.phone, application.email],
                "items": [item_facts(item) for item in items],
                "commitment": ruleset.commitment_text,
                "no_roster_statement": application.no_roster_statement,
            }
        )
    )
