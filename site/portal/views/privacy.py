"""What is done with personal data, for everybody who is asked for some (PIPL 17)."""

from django.utils import timezone
from django.views.generic import TemplateView

from registry.models import RuleSet
from rules.periods import local_day
from workflow.services.retention import ABANDONED


class Privacy(TemplateView):
    """Read before registering, so nobody need sign in."""

    template_name = "portal/privacy.html"

    def get_context_data(self, **kwargs):
        ruleset = RuleSet.objects.in_force(local_day(timezone.now())).first()
        months = ruleset.roster_retention_months if ruleset else None
        return super().get_context_data(months=months, abandoned=ABANDONED.days, **kwargs)
