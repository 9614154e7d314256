"""Drawings of the flows: Viewflow's own chart as SVG and BPMN 2.0; and the diagrams of states."""

from viewflow.workflow import chart

from rules.diagrams import certificate

from . import complaint_states, item_states
from .flows import BulletinFlow, Certification, ChangeReporting, ComplaintHandling, Dishonesty

FLOWS = {
    "certification": Certification,
    "change_report": ChangeReporting,
    "dishonesty": Dishonesty,
    "complaint_handling": ComplaintHandling,
    "bulletin": BulletinFlow,
}
#: Of states: a name → a function that makes the diagram.
DIAGRAMS = {
    "item": item_states.diagram,
    "certificate": certificate,
    "complaint": complaint_states.diagram,
}


def svg(flow_class, process_pk=None):
    """The chart as SVG text; with a process, its done and open steps are marked."""
    grid = chart.calc_layout_data(flow_class)
    if process_pk is not None:
        chart.calc_cell_status(flow_class, grid, process_pk)
    return chart.grid_to_svg(grid)


def bpmn(flow_class):
    """BPMN 2.0 XML with diagram interchange, as other modelling tools read it."""
    grid = chart.calc_layout_data(flow_class, edge_start_gap_size=0, edge_end_gap_size=0)
    return chart.grid_to_bpmn(grid)
