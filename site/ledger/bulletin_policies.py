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
