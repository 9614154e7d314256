"""What an address is called in 被拒绝的操作: in words, for whoever reads the trail.

Pages with a title of their own say it; here are those without one, and Wagtail's, whose names are
put together from what they do and to what. Every address that can change something has a name
(``tests/config/test_page_names.py``).
"""

from django.apps import apps
from django.utils.functional import Promise

OTHER = "其他页面"
#: What a program may send; an address is called by the first that it answers to.
API = {
    "complain": "提交投诉举报",
    "draft": "修改文稿",
    "drafts": "送交文稿",
    "hand_in": "文稿送审",
    "intend": "提交认购意向",
    "object_to_entry": "提交异议",
    "reverse_own_sale": "冲销销售记录",
    "own_entries": "登记台账记录",
    "own_sales": "登记销售记录",
    "ticket": "领取提交凭据",
    "upload": "上传文件",
    "void_entry": "作废台账记录",
}
DESK = {
    "accept_item": "受理",
    "benefit": "带贫成效审核",
    "city": "登记市级结果",
    "endorse": "工作站认可",
    "list": "列入目录",
    "national": "登记全国公示",
    "price": "价格核查",
    "province": "登记省级结果",
    "quality": "质量安全审核",
    "report": "上报市级",
    "assign": "指定受理工作站",
    "bulk": "批量签收、退回",
    "bulletin": "办理季度通报",
    "case_proposal": "确认处置建议",
    "change": "办理变更与清理",
    "complainant": "查阅投诉人",
    "complaint": "办理投诉举报",
    "confirm_platform_file": "确认平台文件的核对结果",
    "confirm_proposal": "确认处置建议",
    "consultation": "答复征求意见",
    "claim": "签收任务",
    "decide": "审签意见",
    "dishonesty_entry": "办理失信登记",
    "drop_export": "删除导出文件",
    "end_delegation": "结束委托",
    "entry_act": "办理台账记录",
    "exchange_again": "再次报送记录",
    "exchange_approve": "批准报送批次",
    "exchange_chain": "处理报送次序",
    "exchange_make": "生成报送批次",
    "exchange_resend": "重新发送批次",
    "filing": "台账报送",
    "forward_change": "登记转报日期",
    "inspection": "办理监督检查",
    "inspection_tie": "申报利害关系",
    "later_voucher": "补交凭证",
    "ledger_entry": "办理台账记录",
    "new_entry": "登记台账记录",
    "notify_again": "重新通知销售场所",
    "plan_task": "办理工作任务",
    "progress": "审签任务进展",
    "propose_dishonesty": "提出失信登记",
    "quarter": "重新开账",
    "question": "答复咨询",
    "rating": "回访差评",
    "read_circular": "确认阅件",
    "received_document": "补送文件",
    "release": "退回待签收",
    "retry": "重新执行",
    "revoke_consultation": "撤销征求意见",
    "revoke_token": "撤销接口令牌",
    "site_report": "答复网站找错",
    "stop_subscriber": "停止变动通知",
    "tie": "申报利害关系",
    "transfer_case": "移送案件",
    "try_subscriber": "测试变动通知",
    "urge": "催办",
    "voucher": "查阅凭证",
    "withdraw_circular": "收回传阅件",
}
PORTAL = {
    "authorise": "提交授权委托书",
    "benefit": "填写带贫成效",
    "cancel_invitation": "撤销邀请",
    "change_role": "变更本单位人员的权限",
    "check": "提交申请",
    "commitment": "填写承诺",
    "copy_draft": "复制草稿",
    "copy_product": "复制产品",
    "correct_address": "更正信箱",
    "discard": "删除草稿",
    "dishonesty_entry": "失信登记陈述申辩、申请修复",
    "drop_licence": "移除证照",
    "exit": "申请退出目录",
    "import_sales": "上传销售记录",
    "intent": "登记认购意向的处理",
    "join": "接受邀请",
    "kept_form": "查看登录过期时提交的内容",
    "letter": "打开告知",
    "licence": "修改证照",
    "mail_notices": "设置邮件提醒",
    "materials": "上传材料",
    "mend": "补正后重新提交",
    "move_down": "调整产品次序",
    "move_up": "调整产品次序",
    "new_change": "提交变更报告",
    "new_licence": "登记证照",
    "new_product": "添加产品",
    "new_sale": "登记销售",
    "no_sales": "申报无销售",
    "own_archive": "下载本单位档案",
    "particulars": "填写申请单位情况",
    "people": "本单位人员",
    "photos": "添加产品照片",
    "preview_sales": "确认导入销售记录",
    "print_pdf": "打印申请表",
    "print_word": "下载申请表",
    "product": "修改产品",
    "profile": "修改单位资料",
    "questions": "提出咨询",
    "rate": "评价办理环节",
    "read_answers": "确认咨询答复",
    "remove_person": "移除本单位人员",
    "remove_photo": "删除产品照片",
    "remove_product": "删除产品",
    "reply": "答复投诉",
    "revoke_token": "撤销接口令牌",
    "sale": "修改、冲销销售记录",
    "sale_vouchers": "提交销售凭证",
    "sales_columns": "设置销售文件的列名",
    "signing": "上传签字盖章页",
    "start": "新建申请",
    "start_anew": "以此产品重新申请",
    "stay": "收回退出申请",
    "take_back": "收回材料",
    "tokens": "办理接口令牌",
    "undo_import": "撤销导入",
    "unsaved": "暂存填写内容",
    "urge": "催办",
    "use_code": "使用办理码",
    "use_licence": "采用已登记的证照",
    "withdraw": "撤回申请",
    "withdraw_authorisation": "撤回授权委托书",
    "withdraw_change": "撤回变更报告",
}
OWN = {"public_api": API, "desk": DESK, "portal": PORTAL}
#: Addresses of the back office that stand alone.
ALONE = {
    "close_quarter": "季度关账",
    "pages_find_documents": "查找文件",
    "pages_find_organisations": "查找单位",
    "pages_revoke_preview": "撤销预览链接",
    "pages_revoke_preview_bundle": "撤销预览集",
    "pages_word_discard": "放弃从 Word 导入",
    "wagtail_bulk_action": "批量办理",
    "wagtailadmin_account": "修改本人账号",
    "wagtailadmin_dismissibles": "本人的页面设置",
    "wagtailadmin_explore": "页面",
}
THINGS = {
    "wagtailadmin_api:documents": "文档",
    "wagtailadmin_api:images": "图片",
    "wagtailadmin_api:pages": "页面",
    "wagtailadmin_choose_page": "链接",
    "wagtailadmin_collections": "文件夹",
    "wagtailadmin_editing_sessions": "编辑状态",
    "wagtailadmin_explore": "页面",
    "wagtailadmin_pages": "页面",
    "wagtailadmin_password": "密码",
    "wagtailadmin_tag": "标签",
    "wagtailadmin_workflows": "审签流程",
    "wagtaildocs": "文档",
    "wagtailembeds": "嵌入内容",
    "wagtailimages": "图片",
    "wagtailredirects": "重定向",
    "wagtailsettings": "设置",
    "wagtailsites": "站点",
    "wagtailusers_groups": "用户组",
    "wagtailusers_users": "用户",
    "documentpage": "政策文件",
}
#: By the longest word that an address ends or begins with.
ACTS = {
    "add": "新增",
    "choose": "选择",
    "confirm_workflow_cancellation": "撤回送审",
    "convert_alias": "转换",
    "copy": "复制",
    "create": "新增",
    "delete": "删除",
    "disable": "停用",
    "edit": "修改",
    "enable": "启用",
    "history": "查看历史",
    "import": "导入",
    "lock": "锁定",
    "move": "移动",
    "preview": "预览",
    "process_import": "导入",
    "remove": "移除",
    "revisions_revert": "恢复旧稿",
    "revisions_unschedule": "取消定时公开",
    "search": "查找",
    "set_page_position": "调整次序",
    "set_privacy": "设置查看范围",
    "start_import": "导入",
    "unlock": "解除锁定",
    "unpublish": "撤下",
    "workflow_action": "审签",
    "collect_workflow_action_data": "审签",
}


def page_name(match):
    """The name of what ``match`` (a ``ResolverMatch``) leads to."""
    area, _, name = match.view_name.rpartition(":")
    view = getattr(match.func, "view_class", None)
    title = getattr(view, "page_title", "")
    title = str(title) if isinstance(title, (str, Promise)) else ""
    if area in OWN:
        return OWN[area].get(name) or title or OTHER
    return ALONE.get(match.view_name) or _of_wagtail(area, name) or title or OTHER


def _of_wagtail(area, name):
    """``修改用户`` of ``wagtailusers_users:edit``; empty where its thing has no name here."""
    whole = f"{area}_{name}" if area else name
    thing = _model(whole) or next(
        (THINGS[each] for each in sorted(THINGS, key=len, reverse=True) if whole.startswith(each)),
        "",
    )
    words = name if area else whole
    acts = [each for each in ACTS if words.startswith(each) or f"_{each}" in f"_{words}"]
    act = ACTS[max(acts, key=len)] if acts else "办理"
    return f"{act}{thing}" if thing else ""


def _model(name):
    """The Chinese name of the model of a snippet or a register: of ``…_registry_ruleset:edit``."""
    bare = name.removeprefix("wagtailsnippetchoosers_").removeprefix("wagtailsnippets_")
    app, _, rest = bare.partition("_")
    models = apps.all_models.get(app, {})
    model = models.get(rest.partition("_")[0])
    return str(model._meta.verbose_name) if model else ""
