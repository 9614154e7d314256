"""Words that forms print beside the cells to be filled in, some of which begin like a surname."""

import re

#: What a cell beside it is called, besides what only people or officials have.
FIELD = re.compile(
    "邮箱|邮件|邮编|邮政|编码|传真|地址|通讯|通信|网址|住地|住所|籍贯|户籍|微信|日期|时间|时段|年限"
    "|名称|全称|简称|用名|职位|编号|代码|签字|签章|盖章|公章|意见|备注|说明|明细|安排|内容|事项|事由"
    "|项目|类别|类型|关系|成员|学历|学校|专业|面貌|车牌|车型|金额|数量|面积|产业|收入|法定代表|法人"
    "|负责人|经办人|联系人|投诉人|申请人|代理人|委托人|填表人|审核人"
)
#: What to write into a cell, where nobody has written anything yet.
DIRECTION = re.compile(
    "请|填|必选|可选|选择|单选|多选|匿名|不详|保密|同上|提示|范例|样例|例如|如实|真实|方便|全名"
)
#: Blanks, line ends and what no reader sees: a cell may be set with them between any two letters.
WHITE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")


def without_blanks(cell: str) -> str:
    """``cell`` without white space: 姓 名 as 姓名. Every heading and label is asked so."""
    return cell if cell.isalnum() else WHITE.sub("", cell)


def with_blanks(pattern: str) -> re.Pattern[str]:
    """The words of ``pattern``, parted by |, with blanks allowed between their letters."""
    words = sorted(pattern.split("|"), key=len, reverse=True)
    return re.compile("|".join(r"[^\S\r\n]*".join(word) for word in words))
