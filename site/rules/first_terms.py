"""The vocabularies that a new site begins with; afterwards they are the office's (词表)."""

#: 主题分类: the first level of 国务院公文主题分类, and what this office writes on.
FIRST_TOPICS = (
    "扶贫",
    "农业、林业、水利/扶贫",
    "综合政务",
    "国民经济管理、国有资产监管",
    "财政、金融、审计",
    "国土资源、能源",
    "农业、林业、水利",
    "工业、交通",
    "商贸、海关、旅游",
    "市场监管、安全生产监管",
    "城乡建设、环境保护",
    "科技、教育",
    "文化、广电、新闻出版",
    "卫生、体育",
    "人口与计划生育、妇女儿童工作",
    "劳动、人事、监察",
    "公安、安全、司法",
    "民政、扶贫、救灾",
    "民族、宗教",
    "对外事务",
    "港澳台侨工作",
    "国防",
    "其他",
)
#: Names of the programme are filled in when they are entered.
FIRST_KEYWORDS = (
    *("{campaign}", "{product}", "认定", "公示", "申报", "审核", "清理", "变更报告", "再次申请"),
    *("申报材料", "办事指南", "解读", "通报", "监督检查", "投诉举报", "产销对接", "专柜专区专馆"),
    *("龙头企业", "合作社"),
)
#: 组配分类 of a department's catalogue of what it publishes.
FIRST_CATEGORIES = (
    *("政策文件", "政策解读", "通知公告", "工作通报", "典型案例", "办事指南"),
    *("机构概况", "规划计划", "统计信息", "财政信息", "重点领域信息公开"),
)
