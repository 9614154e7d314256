"""An answer to each point of a request to mend: what was done about it, or why nothing (R66)."""

from django import forms

from workflow.models import PointAnswer
from workflow.policies.mending import LONGEST_EXPLANATION

from .portal_form import PortalForm


class AnswersForm(PortalForm):
    """Two fields for each point, named by its key; the policy says whether an answer holds."""

    columns = ()

    def __init__(self, *args, points, **kwargs):
        super().__init__(*args, **kwargs)
        self.points = points
        for point in points:
            self.fields[point.key] = forms.ChoiceField(
                label="答复",
                choices=PointAnswer.Kind.choices,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "请选择怎样答复"},
            )
            self.fields[f"{point.key}-text"] = forms.CharField(
                label="说明",
                required=False,
                max_length=LONGEST_EXPLANATION,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="选“说明情况”的必须填写，其他的可不填。审核人员会看到。",
            )

    def answers(self):
        """What :func:`workflow.services.submissions.resubmit` takes."""
        cleaned = self.cleaned_data
        return {
            point.key: {"kind": cleaned[point.key], "text": cleaned[f"{point.key}-text"]}
            for point in self.points
        }
