"""What reviewers ask, point by point, at the field it is about."""

import pytest

from workflow.mending import field_of


@pytest.mark.parametrize(
    ("point", "field"),
    [
        ("营业执照复印件不清晰", "M2_licence"),
        ("申请书没有加盖公章", "M1_application_form"),
        ("没有签字盖章", "M1_application_form"),
        ("盖章的带贫益贫成效证明", "M3_benefit_proof"),
        ("产品照片不清晰", "photos"),
        ("请补充产品检验报告", "M5_other"),
        ("成效证明没有日期", "M3_benefit_proof"),
        ("请核对规格", "sales_spec"),
        ("带动户数与名单不符", "households"),
        ("请补充带贫成效说明", "benefit_text"),
        ("请再核对", ""),
    ],
)
def test_a_point_is_shown_where_it_can_be_mended(point, field):
    assert field_of(point) == field


def test_the_reviewers_words_stand_at_the_field_and_at_the_material(walked, browse, look):
    item = walked("endorse", choice="return")[0]
    client = browse(item.application)
    asked = look(client, "benefit", item.application_id, item.pk)
    assert asked.count('class="point"') == 1
    assert asked.index("带贫成效说明") < asked.index('name="benefit_text"')
    materials = look(client, "materials", item.application_id)
    licence = materials.split('id="material-M2_licence"')[1].split('id="material-M3')[0]
    assert "清晰的营业执照复印件" in licence
    assert materials.count('class="point"') == 1
