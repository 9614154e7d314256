"""Before anybody registers: who may apply, what will be asked, how long it takes, what it costs."""

from django.utils import timezone
from django.views.generic import TemplateView

from catalog import sheet
from registry.models import RuleSet
from rules.periods import local_day
from workflow.durations import days_allowed, durations

from ..forms.eligibility import EligibilityForm


class Before(TemplateView):
    """For strangers; the questions are answered at once and nothing is kept of them."""

    template_name = "portal/before.html"

    def get_context_data(self, **kwargs):
        today = local_day(timezone.now())
        ruleset = RuleSet.objects.in_force(today).first()
        form = EligibilityForm(self.request.GET if "ask" in self.request.GET else None)
        return super().get_context_data(
            form=form,
            is_asked=form.is_bound and form.is_valid(),
            against=self.against(form, ruleset),
            durations=durations(today),
            days_allowed=days_allowed(ruleset) if ruleset else 0,
            sections=self.sections(),
            **kwargs,
        )

    def against(self, form, ruleset):
        if not form.is_bound or not form.is_valid():
            return []
        if ruleset is None:
            return ["认定办法尚未施行，暂不能申请"]
        return form.reasons(require_legal_person=ruleset.terms.require_legal_person)

    def sections(self):
        """``[(section, [column])]`` of what the form asks of each product, in its order."""
        names = [column.name for column in sheet.COLUMNS if column.shows("applicant")]
        return [
            (title, [sheet.COLUMN[name] for name in group])
            for title, group in sheet.sections(names)
        ]
