"""The Chinese for the actions of the audit trail, as the history of a paper shows them."""

ACTIONS = {
    "workflow.submit": "提交申请",
    "workflow.resubmit": "补正后重新提交",
    "workflow.assign_station": "指定扶贫工作站",
    "workflow.sign.endorse": "签署工作站认可意见",
    "workflow.sign.benefit": "签署带贫减贫成效审核意见",
    "workflow.sign.quality": "签署质量安全审核意见",
    "workflow.assign": "指派经办人",
    "workflow.report": "上报市级",
    "workflow.document": "生成文书",
    "workflow.city": "登记市级复核结果",
    "workflow.province": "登记省级审核结果",
    "workflow.national": "登记全国公示",
    "workflow.investigate": "作出异议核查决定",
    "workflow.listed": "列入目录",
    "workflow.refused": "不予认定，书面反馈",
    "workflow.withdrawn": "撤回",
    "workflow.terminated": "终止办理",
    "workflow.change.report": "报告变更",
    "workflow.change.finding": "查实问题，暂停",
    "workflow.change.register": "办理登记",
    "workflow.change.assess": "签署核查意见",
    "workflow.change.send": "上报",
    "workflow.change.forward": "登记市级、省级日期",
    "workflow.change.ruling": "登记省级决定",
    "supervision.hold": "因异议中止公示",
    "supervision.resume": "恢复公示",
    "supervision.close": "公示结束",
}


def action(word):
    """What the audit trail's ``word`` is called on screen; the word itself when it is unknown."""
    return ACTIONS.get(word, word)
