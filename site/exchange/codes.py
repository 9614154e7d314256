"""The codes and states of a receiver's answer in official words, and what is to be done (§6.2)."""

#: code → what it says, what mends it
CODES = {
    "E100_DIGEST": ("文件摘要不符", "传输中内容改变，重新发送；再次出现的，请运维人员核查存储"),
    "E101_SIGNATURE": ("签名不符", "请运维人员与对方核对签名密钥和密钥编号，再重新发送"),
    "E102_SCHEMA": ("不符合交换格式", "按原因更正资料，随下一批次报送"),
    "E103_SEQUENCE": ("批次次序不符", "与对方核对最后收到的批次；中间缺的批次重新发送"),
    "E104_CONFLICT": ("同一批次号内容不同", "对方已收到另一内容，与对方核实后由负责人跳过"),
    "E105_COUNT": ("条数或者合计不符", "重新发送；再次出现的，与对方核对"),
    "E200_FIELD": ("字段内容对方不接受", "按对方所指的字段更正资料，再次报送"),
    "E201_UNKNOWN_CERT": ("对方没有该目录条目", "先报送该条目，对方接受后再次报送销售记录"),
    "E202_VERSION": ("对方已有更新的版本", "与对方核对版本；我方为准的，以全量批次报送"),
    "E203_NOT_ACTIVE": ("该条目在对方不是有效状态", "核对销售日期和条目的暂停、清理日期"),
    "E204_DUPLICATE": ("对方已有该记录", "核对是否重复；确属同一笔的，写明后办结"),
    "E205_REFERENCE": ("所引用的记录对方没有", "先报送被引用的记录，再次报送本条"),
    "E900_INTERNAL": ("对方系统错误", "稍后重新发送；再次出现的，与对方联系"),
}
STATUSES = {
    "received": "已收到，处理中",
    "accepted": "已接受",
    "partially_accepted": "部分接受",
    "rejected": "拒收",
    "duplicate": "重复送达，此前已收到",
    "conflict": "内容冲突",
    "out_of_sequence": "次序不符",
}


def code_words(code):
    """``文件摘要不符（E100_DIGEST）``; a code that we do not know as it stands."""
    return f"{CODES[code][0]}（{code}）" if code in CODES else code


def remedy(code):
    """What is to be done about a code, empty where we know nothing."""
    return CODES.get(code, ("", ""))[1]
