"""Words that the fictional heads have prepared for opinions."""

from workflow.models import OpinionTemplate

#: (step, result, title, text, demands)
WORDS = (
    (
        "endorse",
        "pass",
        "属实同意",
        "经两名工作人员现场核实，带贫益贫成效证明属实，带动户数、人数与申报一致，同意认可。",
        "",
    ),
    (
        "endorse",
        "return",
        "证明材料不全",
        "带贫益贫成效证明不完整，请按下列事项一次性补正后重新提交。",
        "加盖村（居）委会印章的带贫益贫成效证明\n带动户名单及联系方式",
    ),
    (
        "benefit",
        "pass",
        "符合条件",
        "经审核，申请单位和产品的带贫减贫机制明确、成效属实，符合认定条件，同意。",
        "",
    ),
    (
        "benefit",
        "return",
        "成效依据不足",
        "带贫减贫成效的依据不足，请按下列事项一次性补正后重新提交。",
        "近一年的收购台账或用工记录\n户均年增收的计算说明",
    ),
    (
        "quality",
        "pass",
        "质量合格",
        "经审核，产品执行标准明确，检验报告合格，符合农产品质量和食品安全标准，同意。",
        "",
    ),
    (
        "quality",
        "return",
        "缺检验报告",
        "产品质量和食品安全的证明材料不全，请按下列事项一次性补正后重新提交。",
        "有资质机构近一年内出具的检验报告",
    ),
)


def load_templates():
    """Idempotent; a template that somebody has edited since is left alone."""
    for step, result, title, text, demands in WORDS:
        OpinionTemplate.objects.get_or_create(
            step=step, result=result, title=title, defaults={"text": text, "demands": demands}
        )
