"""What an applicant should look at once more before it signs; nothing here refuses (R86)."""

import unicodedata

from registry.names import fill


def doubts_about_signing(application):
    """Sentences about a signature that may be a slip: a name that is not on the licence."""
    registered = application.applicant.legal_representative
    if application.signatory_capacity != application.Capacity.LEGAL_REPRESENTATIVE:
        return []
    if not _plain(application.signatory) or _plain(application.signatory) == _plain(registered):
        return []
    return [
        f"签名“{application.signatory}”与登记的法定代表人“{registered}”不一致，请核对："
        "由他人签字的，签字人身份选“委托代理人”；"
        + fill("法定代表人已经变更的，请持营业执照到{office}更正登记")
    ]


def _plain(name):
    return "".join(unicodedata.normalize("NFKC", name or "").split())
