"""May it happen in the catalogue? Each function returns the reasons against; empty means yes."""

from rules.lifecycle import CertificateStatus
from rules.privacy import scan

from .above import open_case
from .questions import LIVE

MOST_PHOTOS = 6


def reasons_against_listing(product, *, ruleset, listed_on, publicity, renewing=None):
    """Why ``product`` may not be listed on ``listed_on`` (办法二（六）, §2.13)."""
    reasons = []
    if listed_on <= publicity["district"][1]:
        reasons.append("区级公示尚未期满，不得列入目录")
    national_until = publicity["national"][1]
    if national_until is None:
        reasons.append("没有全国公示的起止日期，不得列入目录")
    elif listed_on <= national_until:
        reasons.append("全国公示尚未期满，不得列入目录")
    if listed_on < ruleset.effective_from:
        reasons.append(f"列入日期早于{ruleset}的施行日期")
    if LIVE.first(product.pk, renewing.pk if renewing else 0):
        reasons.append("该产品已有有效的目录条目")
    if renewing is not None:
        reasons += _reasons_against_renewing(renewing, product)
    return reasons


def reasons_against_leaving(certificate, *, by, on, because):
    """R42: only the holder leaves, only what still stands, and says why."""
    reasons = []
    if by is None or by.applicant_id != certificate.applicant_id:
        reasons.append("只有持证单位可以退出目录")
    if certificate.status_on(on) not in (CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED):
        reasons.append(f"该目录条目{certificate.status_text(on)}，不需要退出")
    if case := open_case(certificate):
        reasons.append(f"该目录条目有案件{case}在办理，办结前不能退出目录")
    if len(because.strip()) < 2:
        reasons.append("请写明退出原因")
    return reasons


def reasons_against_publication(certificate, kind, *, address, evidence):
    """Why an announcement of ``certificate`` cannot be recorded so, ``[(field, reason)]``."""
    reasons = []
    if kind not in ("listing", "removal"):
        reasons.append(("kind", "请选择公布内容"))
    if kind == "removal" and certificate.status != CertificateStatus.REMOVED:
        reasons.append(("kind", "该条目没有清理，不需要登记清理的公布"))
    if certificate.publications.standing().filter(kind=kind).exists():
        reasons.append(("kind", "该条目的全国公布已登记；登记有误的，请先撤销"))
    if not address.startswith(("http://", "https://")):
        reasons.append(("address", "请填写公布网址（http 或 https 开头）"))
    if evidence is None:
        reasons.append(("evidence", "请上传公布页面的截图或者文件"))
    return reasons


def reasons_against_withdrawing(publication, because):
    if publication.withdrawn_at:
        return ["该登记已经撤销"]
    return [] if len(because) >= 2 else ["请写明撤销原因"]


def _reasons_against_renewing(previous, product):
    reasons = []
    if previous.product_id != product.pk:
        reasons.append("再次申请的产品与原目录条目不是同一产品")
    if previous.status == CertificateStatus.REMOVED:
        reasons.append("原目录条目已被清理，不能再次认定")
    if case := open_case(previous):
        reasons.append(f"原目录条目有案件{case}在办理，办结前不能再次认定")
    return reasons


def reasons_against_photo(product, alt_text):
    """Why ``product`` may get no further photo with these words (§5.6, §5.7)."""
    reasons = []
    if product.photos.count() >= MOST_PHOTOS:
        reasons.append(f"每个产品最多{MOST_PHOTOS}张照片，请先删除不用的")
    if not alt_text:
        reasons.append("请填写替代文字，说明图中是什么")
    reasons += [f"替代文字含有个人信息，不得公开：{each.masked}" for each in scan(alt_text)]
    return reasons
