"""What tests of change reports share: who acts, on which day, and the two steps upwards."""

from datetime import date

from demo.timetables import moment
from workflow.models import ChangeReport
from workflow.services import changes

CLERK, REVIEWER = "fpb_clerk@fpb", "fpb_reviewer@fpb"
RECORDER, INVESTIGATOR = "upper_recorder@fpb", "complaint_officer@fpb"
WORDS = "经核查材料并走访，情况属实。"
MONDAY = date(2020, 6, 1)


def send(change, by):
    changes.send_up(
        change,
        report_no="章测扶办报〔2020〕40号",
        reported_up_on=date(2020, 6, 3),
        by=by,
        at=moment(date(2020, 6, 3)),
    )


def rule(change, by, ruling="remove", on=date(2020, 6, 20)):
    return changes.record_ruling(
        change, ruling=ruling, ruling_no="省测扶办字〔2020〕9号", ruled_on=on, by=by, at=moment(on)
    )


def fresh(change):
    return ChangeReport.objects.get(pk=change.pk)
