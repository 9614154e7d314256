"""May this bulletin be handed in so? Its figures are references, its words name nobody."""

from rules.privacy import scan

from . import bulletins

SHORTEST = 30


def reasons_against_text(bulletin, text):
    """Why ``text`` cannot be handed in, as ``(field, reason)``."""
    if not SHORTEST <= len(text.strip()) <= 20000:
        yield "text", f"请写明正文（{SHORTEST}至20000字）"
    if scan(text):
        yield "text", "正文不得含有身份证号、手机号等个人信息"
    for name in bulletins.unknown_references(bulletin.close, text):
        yield "text", f"【{name}】不是关账数据中的项目"
    if bulletin.is_superseded:
        yield "", "该季度已重新开账，请待重新关账后另行拟稿"


def reasons_against_return(is_passed, because):
    """Why what is given back needs its reason."""
    if not is_passed and not 4 <= len(because.strip()) <= 500:
        yield "because", "退回须写明原因（4至500字）"


def reasons_against_correcting(bulletin, because):
    """Why an issued bulletin cannot be corrected; it stands until the correction is issued."""
    if bulletin.issued_at is None:
        yield "", "签发以后才能更正"
    if hasattr(bulletin, "correction"):
        yield "", "该通报已有更正"
    if bulletin.is_superseded:
        yield "", "该季度已重新开账，重新关账后另行通报，不再更正"
    if not 10 <= len(because.strip()) <= 300:
        yield "because", "请写明更正原因（10至300字）"
    elif scan(because):
        yield "because", "更正原因不得含有身份证号、手机号等个人信息"
