"""The words a new site begins with; afterwards they are the office's (搜索用语)."""

from ..models import SearchWord

#: What people say → what the site says.
FIRST_WORDS = {
    "橙子": "脐橙",
    "桔子": "脐橙、蜜桔",
    "橘子": "脐橙、蜜桔",
    "柚子": "蜜柚",
    "土特产": "产品",
    "农产品": "产品",
    "网上卖货": "直播带货",
    "带货": "直播带货",
    "卖货": "直播带货、展销会",
    "展会": "展销会",
    "过期": "到期、有效期",
    "续期": "再次申请",
    "续证": "再次申请",
    "延期": "再次申请",
    "重新申请": "再次申请",
    "下架": "清理、暂停",
    "除名": "清理",
    "取消资格": "清理",
    "停用": "暂停使用",
    "维权": "投诉举报",
    "举报电话": "投诉举报、12317",
    "告状": "投诉举报",
    "要带什么": "申报材料",
    "手续": "申报材料、办事指南",
    "资料": "申报材料",
    "流程": "办理流程、办事指南",
    "报名": "申报、参展",
    "收费": "不收费",
    "要钱": "不收费",
    "分工": "责任分工",
    "改名": "变更报告",
    "换法人": "变更报告",
    "名单": "公示、目录",
    "工会福利": "工会采购、工会福利资金",
    "饭堂": "食堂",
    "专卖店": "专柜专区专馆",
    "作废": "废止",
    "季度报告": "季度进展情况通报",
}


def ensure_first_words():
    """Enter them where the office has no words yet."""
    if not SearchWord.objects.exists():
        rows = (SearchWord(word=word, means=means) for word, means in FIRST_WORDS.items())
        SearchWord.objects.bulk_create(rows)
