"""The page of all charts: from the very flows and tables, for every officer, to take away."""

from xml.etree import ElementTree

import pytest
from tests.support.desk import page

from rules.lifecycle import ComplaintState
from workflow import complaint_states
from workflow.charts import DIAGRAMS, FLOWS

pytestmark = pytest.mark.django_db
OFFICERS = ("station_officer@station-360702101", "auditor@fpb", "upper_recorder@fpb")


@pytest.mark.parametrize("who", OFFICERS)
def test_every_officer_finds_all_charts_on_one_page(office, signed_in, who):
    browser = signed_in(who)
    html = browser.get(page("charts")).content.decode()
    for name in (*FLOWS, *DIAGRAMS):
        assert f'<img src="{page("chart_svg", name)}"' in html
    assert page("charts") in browser.get("/admin/").content.decode()


def test_what_the_page_says_of_a_complaint_is_what_its_flow_allows(office, signed_in):
    tables = signed_in("auditor@fpb").get(page("charts")).context["tables"]
    (ways,) = [ways for name, _diagram, ways in tables if name == "complaint"]
    allowed = complaint_states.ways()
    assert [state for state, _new in ways] == [state.label for state in ComplaintState]
    for state, (_label, new) in zip(ComplaintState, ways, strict=True):
        if state is not ComplaintState.JOINED:  # it goes where the leading one goes
            assert new == [each.label for each in allowed[state]]
    assert {"已受理", "已处理"} <= set(dict(ways)["已并入他件"])


def test_each_chart_is_taken_away_as_a_file(office, signed_in):
    browser = signed_in("auditor@fpb")
    for name in (*FLOWS, *DIAGRAMS):
        saved = browser.get(page("chart_svg", name), {"download": "1"})
        assert saved["Content-Disposition"] == f'attachment; filename="{name}.svg"'
        ElementTree.fromstring(saved.content)
    for name in FLOWS:
        bpmn = browser.get(page("chart_bpmn", name))
        assert ElementTree.fromstring(bpmn.content).tag.endswith("definitions")
    assert browser.get(page("chart_svg", "nothing")).status_code == 404
    assert browser.get(page("chart_bpmn", "complaint")).status_code == 404
