"""The controlled lists of the form, the register and the exchange: ``(stored word, Chinese)``.

Stored words are those of the exchange schema 1.0 and of requirements §2; the Chinese is what
people read. A list that the office may edit belongs to the database, not here.
"""

from types import MappingProxyType

Choices = tuple[tuple[str, str], ...]

#: How the 办法 of 2020 names who acts under it and what it is about. What people read takes these
#: from the rule set (``registry.names``); a list of words or a flow's title is fixed as they are.
DISTRICT, REGION = "章贡区", "360702"  # GB/T 2260, A03
PRODUCT = "扶贫产品"
STATION = "扶贫工作站"
CAMPAIGN = "消费扶贫"
OFFICE, BUREAU = "区扶贫办", "区农业农村局"
PROGRAMME = f"{PRODUCT}认定"
PAIRED_VILLAGE, PAIRED_UNIT = "帮扶村", "结对帮扶单位"

ENTITY_TYPES: Choices = (
    ("enterprise", "企业"),
    ("cooperative", "农民专业合作社"),
    ("village_collective", "农村集体经济组织"),
    ("other_legal_person", "其他法人"),
    ("individual_business", "个体工商户"),
    ("partnership", "合伙企业"),
    ("sole_proprietorship", "个人独资企业"),
    ("branch", "分公司、分社等分支机构"),
)
#: A02: these carry a credit code but are no legal person (民法典 57, 76, 96, 99, 102).
NOT_LEGAL_PERSONS = frozenset({"individual_business", "partnership", "sole_proprietorship"})

CATEGORIES: Choices = (
    ("grain_oil", "粮油"),
    ("fruit", "水果"),
    ("vegetable", "蔬菜"),
    ("livestock", "畜禽肉品"),
    ("egg", "禽蛋"),
    ("aquatic", "水产及制品"),
    ("bee", "蜂产品"),
    ("dried", "干货山珍"),
    ("snack", "休闲及米面制品"),
    ("condiment", "调味及发酵制品"),
    ("tea_drink", "茶及冲调饮品"),
    ("handicraft", "手工艺品"),
    ("flower", "花卉苗木"),
    ("other", "其他"),
)
#: R43: whom support policies name first; self-declared, checked by the office.
APPLICANT_TAGS: Choices = (
    ("leading", "龙头企业"),
    ("cooperative_demo", "示范社"),
    ("leader", "致富带头人"),
    ("covid_affected", "受疫情影响较大"),
    ("supply_base", "直采直供基地"),
)
PRODUCT_TAGS: Choices = (("vegetable_basket", "菜篮子"), ("rice_bag", "米袋子"))
INPUT_SOURCES: Choices = (
    ("self_produced", "自产"),
    ("members", "合作社成员生产"),
    ("poor_households", "向建档立卡贫困户收购"),
    ("local_purchase", "区内采购"),
    ("outside_purchase", "区外采购"),
)
OUTPUT_UNITS: Choices = tuple(
    (unit, unit) for unit in ("吨", "公斤", "羽", "只", "头", "枚", "件", "盆", "株", "瓶", "盒")
)
MECHANISMS: Choices = (
    ("order_purchase", "订单收购"),
    ("employment", "吸纳务工"),
    ("land_transfer", "土地流转"),
    ("dividend", "入股分红"),
    ("entrusted", "托养代管"),
    ("inputs", "提供生产资料"),
    ("training", "技术指导"),
)
CERTIFICATIONS: Choices = (
    ("qualified_certificate", "承诺达标合格证"),
    ("green_food", "绿色食品"),
    ("organic", "有机产品"),
    ("gi_mark", "地理标志"),
    ("food_production_licence", "食品生产许可证"),
)
MONTHS: tuple[tuple[int, str], ...] = tuple((month, f"{month}月") for month in range(1, 13))

MATERIAL_KINDS: Choices = (
    ("M1_application_form", "认定申请书（签字盖章扫描件）"),
    ("M2_licence", "工商注册、生产经营许可等资格证书"),
    ("M3_benefit_proof", "带贫益贫成效证明"),
    ("M4a_worker_roster", "雇用建档立卡贫困劳动力名册"),
    ("M4b_member_roster", "合作社成员名册"),
    ("M5_other", "其他材料（按审核要求补充）"),
)
#: R65: rosters name persons; they are encrypted, logged and never public.
RESTRICTED_MATERIALS = frozenset({"M4a_worker_roster", "M4b_member_roster"})

REFUSAL_REASONS: Choices = (
    ("not_legal_person", "不具有法人资格"),
    ("not_local", "非本地注册"),
    ("benefit_unproven", "带贫减贫成效不能证实"),
    ("quality_fail", "产品质量或食品安全不符合标准"),
    ("licence_invalid", "资格证书无效或已过期"),
    ("false_material", "材料不实"),
    ("blacklisted", "申请单位在失信登记有效期内"),
    ("price_unreasonable", "价格不合理"),
    ("other", "其他"),
)
#: What an applicant can do about each of them before it applies anew.
AFTER_REFUSAL = MappingProxyType(
    {
        "not_legal_person": "只有具有法人资格的企业、农民专业合作社、农村集体经济组织可以申请。"
        "依法登记取得法人资格后，以新的登记信息重新注册、申请。",
        "not_local": "申请单位须在本区注册。住所迁入本区、变更营业执照以后可以重新申请。",
        "benefit_unproven": "请补充能够证实带贫减贫成效的材料，例如收购台账、用工记录、"
        "分红或者付款凭证、村委会证明，并与填写的户数、人数、增收数额逐项核对。",
        "quality_fail": "请整改后取得有资质机构出具的检验合格报告，再重新申请。",
        "licence_invalid": "请换领有效的资格证书，登记新的编号和有效期，再重新申请。",
        "false_material": "请逐项核对填写的内容和材料，更正不实之处，附上能够证明的原始材料。",
        "blacklisted": "失信登记期满或者信用修复以后可以重新申请。",
        "price_unreasonable": "请对照同类产品的市场价格调整参考价格，或者附上价格构成的说明。",
        "other": "请按反馈书写明的理由逐项改正。",
    }
)
CERTIFICATE_REASONS: Choices = (
    ("initial", "首次认定"),
    ("renewal", "再次认定"),
    ("change_report", "变更报告"),
    ("annual_review", "年度核查"),
    ("complaint_upheld", "投诉举报查实"),
    ("quality_safety", "质量安全问题"),
    ("illegal_act", "违法违规行为"),
    ("no_longer_qualified", "不再符合认定条件"),
    ("voluntary_exit", "自愿退出"),
    ("expired", "有效期届满"),
    ("data_correction", "数据更正"),
)
#: A19: what a holder must report, a fixed list.
CHANGE_KINDS: Choices = (
    ("registration", "登记事项（名称、信用代码、住所）"),
    ("licence", "许可证照"),
    ("product", "产品名称、规格或执行标准"),
    ("origin_input", "产地或生产资料来源"),
    ("output_supply", "产量或供货时间"),
    ("price", "价格"),
    ("benefit", "带贫减贫情况"),
    ("stop", "停产"),
    ("safety", "质量安全"),
)
#: 任务4, 办法四（四）, A24: why the office itself takes an entry out.
FINDING_REASONS: Choices = tuple(
    pair
    for pair in CERTIFICATE_REASONS
    if pair[0]
    in {
        "annual_review",
        "complaint_upheld",
        "quality_safety",
        "illegal_act",
        "no_longer_qualified",
    }
)
#: A24: the causes that take out all entries of the holder; any other takes out the entry alone.
CAUSES_OF_THE_HOLDER = ("illegal_act",)
#: A24: causes of a removal that enter the holder in the dishonesty register, and as what.
CAUSES_FOR_REGISTER = {"illegal_act": "illegal", "quality_safety": "serious_quality"}
#: 任务4, 办法四（三）（四）: from whom the office knows of what it handles as a case.
CASE_ORIGINS: Choices = (
    ("holder", "持证单位报告"),
    ("office", "主管部门查实"),
    ("complaint", "投诉举报查实"),
    ("inspection", "监督检查不合格"),
    ("media", "媒体曝光查实"),
    ("superior", "上级要求"),
)
OBJECTION_CHANNELS: Choices = (
    ("12317", "12317 监督举报电话"),
    ("web", "网上"),
    ("letter", "来信"),
    ("visit", "来访"),
    ("media", "媒体"),
    ("upper_transfer", "上级转办"),
)
COMPLAINT_SOURCES: Choices = (
    ("12317", "12317 监督举报电话"),
    ("12345", "12345 政务服务热线"),
    ("web", "网上"),
    ("letter", "来信"),
    ("visit", "来访"),
    ("media", "媒体曝光"),
    ("upper_transfer", "上级转办"),
)
COMPLAINT_SUBJECTS: Choices = (
    ("product", "产品"),
    ("applicant", "企业、合作社或村集体"),
    ("venue", "专柜、专区、专馆等销售场所"),
    ("person", "工作人员"),
)
COMPLAINT_CATEGORIES: Choices = (
    ("quality", "产品质量和食品安全"),
    ("price", "价格"),
    ("benefit_false", "带贫成效不实"),
    ("misuse_of_name", f"冒用{PRODUCT}名义"),
    ("corruption", "违纪违法"),
    ("service", "服务"),
    ("other", "其他"),
)
COMPLAINT_ACTIONS: Choices = (
    ("none", "不采取措施"),
    ("correct", "责令改正"),
    ("no_listing", "在办产品不予列入目录"),
    ("suspend", "暂停目录条目"),
    ("remove", "暂停并提请省级清理"),
    ("dishonesty", "暂停并提请失信登记（没有目录条目的，只提请登记）"),
)
FEEDBACK_CHANNELS: Choices = (
    ("phone", "电话"),
    ("letter", "书面"),
    ("visit", "当面"),
    ("email", "电子邮件"),
    ("web", "网上查询页"),
)
#: 国办发〔2019〕51号: five grades, the two last are bad ones.
RATING_GRADES = (
    (5, "非常满意"),
    (4, "满意"),
    (3, "基本满意"),
    (2, "不满意"),
    (1, "非常不满意"),
)
BAD_GRADES = (1, 2)
#: What a call-back finds; a mistake and malice are counted as given, and not against anybody.
RATING_FINDINGS: Choices = (
    ("true", "属实"),
    ("partly", "部分属实"),
    ("mistake", "误评"),
    ("malice", "恶意差评"),
)
NOT_COUNTED_FINDINGS = ("mistake", "malice")
#: 全国政府网站纠错平台's own list.
SITE_REPORT_KINDS: Choices = (
    ("unreachable", "内容无法访问"),
    ("stale", "信息不更新"),
    ("wrong", "内容不准确"),
    ("unanswered", "咨询留言不回复"),
    ("misspelt", "错别字"),
    ("false", "虚假伪造内容"),
    ("other", "其他"),
)
SITE_REPORT_RESULTS: Choices = (
    ("mended", "已更正"),
    ("right", "经核实无误"),
    ("not_ours", "不属于本网站，已说明去处"),
)
BUYER_KINDS: Choices = (("person", "个人"), ("unit", "单位"))
INTENT_STATES: Choices = (("new", "待联系"), ("contacted", "已联系"), ("closed", "已结束"))
DISHONESTY_CAUSES: Choices = (
    ("illegal", "违法违规行为"),
    ("serious_quality", "严重质量和食品安全问题"),
    ("false_material", "提供虚假材料"),
    ("misuse_of_name", f"冒用{PRODUCT}名义"),
)
SALE_SOURCES: Choices = (
    ("self_report", "单位填报"),
    ("purchaser_report", "采购单位填报"),
    ("platform_import", "平台导入"),
    ("venue_pos", "场所收银"),
)
ONLINE_CHANNELS: Choices = (
    ("national_platform", "中国社会扶贫网"),
    ("platform_832", "扶贫832平台"),
    ("ecommerce", "其他电商平台"),
    ("live_stream", "直播带货"),
    ("new_media", "微博微信等新媒体"),
    ("village_station", "村级电商服务站"),
)
OFFLINE_CHANNELS: Choices = (
    ("canteen", "单位食堂采购"),
    ("community", "社区直销"),
    ("market", "交易市场"),
    ("counter", f"{CAMPAIGN}专柜"),
    ("zone", f"{CAMPAIGN}专区"),
    ("hall", f"{CAMPAIGN}专馆"),
    ("exhibition", "展销会"),
    ("supermarket_direct", "商超直采直供"),
    ("outside_zone", "北上杭广深专区"),
    ("direct", "其他线下直接销售"),
)
CHANNELS: Choices = ONLINE_CHANNELS + OFFLINE_CHANNELS
SIX_ENTRIES: Choices = (
    ("organ", "机关"),
    ("school", "学校"),
    ("hospital", "医院"),
    ("enterprise", "企业"),
    ("community", "社区"),
    ("market", "交易市场"),
)
BUYER_TYPES: Choices = (
    *SIX_ENTRIES,
    ("trader", "商贸企业"),
    ("union", "工会"),
    ("individual", "个人消费者"),
)
FUND_SOURCES: Choices = (
    ("market", "市场自购"),
    ("unit_budget", "预算单位采购"),
    ("union_welfare", "工会福利"),
    ("canteen_fund", "伙食经费"),
    ("buy_for_donate", "以购代捐"),
    ("buy_for_help", "以买代帮"),
)
SALE_FLAGS: Choices = (
    ("outside_validity", "不在证书有效期内"),
    ("while_suspended", "暂停期间"),
    ("after_removal", "清理之后"),
)
#: §2.10: what somebody should look at; it counts all the same.
SALE_WARNINGS: Choices = (("price_outlier", "单价与目录参考价相差悬殊"),)
#: R09, R34, R36: where products are sold, and which channel a sale there has.
VENUE_KINDS: Choices = (
    ("counter", "专柜"),
    ("zone", "专区"),
    ("hall", "专馆"),
    ("outside_zone", "区外专区"),
    ("village_station", "村级电商服务站"),
)
#: T11 names five; other cities are allowed.
OUTSIDE_CITIES = ("北京", "上海", "杭州", "广州", "深圳")
EVENT_KINDS: Choices = (
    ("exhibition", "展销会"),
    ("live_stream", "直播"),
    ("influencer", "网红带货"),
    ("festival", "电商节庆"),
    ("training", "电商人才培训"),
    ("recommendation", "推荐参加活动（赣品网上行、村播计划等）"),
)
PURCHASE_KINDS: Choices = (
    ("union", "工会采购"),
    ("budget", "预算单位采购"),
    ("canteen", "食堂采购"),
    ("hundred", "百企帮百村"),
)
HELP_MODES: Choices = (("buy_for_donate", "以购代捐"), ("buy_for_help", "以买代帮"))
SUPPORT_KINDS: Choices = (("venue", "提供场地"), ("fee", "减免费用"), ("subsidy", "给予补贴"))
MEDIA: Choices = (
    ("news_site", "新闻网站"),
    ("weibo", "微博"),
    ("wechat", "微信"),
    ("app", "移动客户端"),
    ("paper", "报刊"),
    ("broadcast", "广播电视"),
)


def label(choices: Choices, word: str) -> str:
    """The Chinese for a stored word; the word itself when the list does not know it."""
    return dict(choices).get(word, word)
