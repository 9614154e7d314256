"""Charts of the flows and of the tables of states: one page, each as SVG, the flows as BPMN too."""

from pathlib import Path

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from files.delivery import deliver
from workflow import charts

from .access import DeskView

#: The diagrams of states as ``manage.py diagrams`` drew them.
DRAWN = Path(__file__).parent / "diagrams"


def svg_file(request, drawing, name):
    """A drawing for this officer; saved under ``name`` when ``?download`` is asked for."""
    response = HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header("download" in request.GET, name)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


def bpmn_file(flow_class, name):
    """A flow as BPMN 2.0 XML with diagram interchange, for other modelling tools."""
    return deliver(charts.bpmn(flow_class), "application/xml", name)


class Charts(DeskView):
    """What leads to what: each flow with its steps, each table of states with its ways."""

    template_name = "desk/charts.html"
    page_title = "流程图"
    header_icon = "redirect"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            flows=[(name, flow.process_title) for name, flow in charts.FLOWS.items()],
            tables=[(name, draw(), _ways(draw())) for name, draw in charts.DIAGRAMS.items()],
            **kwargs,
        )


def _ways(diagram):
    """``(state, [where it may go])`` in words, for who does not see the drawing."""
    names = dict(diagram.states)
    return [
        (
            label,
            [
                f"{happens}（{names[new]}）" if happens else names[new]
                for old, new, happens in diagram.arrows
                if old == state and new
            ],
        )
        for state, label in diagram.states
    ]


class ChartFile(DeskView):
    """One flow or one table of states as SVG."""

    def get(self, request, name):
        if name in charts.FLOWS:
            drawing = charts.svg(charts.FLOWS[name])
        elif name in charts.DIAGRAMS:
            drawing = (DRAWN / f"{name}.svg").read_text(encoding="utf-8")
        else:
            raise Http404
        return svg_file(request, drawing, f"{name}.svg")


class BpmnFile(DeskView):
    """One flow as BPMN 2.0."""

    def get(self, request, name):
        if name not in charts.FLOWS:
            raise Http404
        return bpmn_file(charts.FLOWS[name], f"{name}.bpmn")
