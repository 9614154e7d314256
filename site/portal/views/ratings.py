"""好差评 in the portal: how a decided step was handled, rated once."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from workflow.services.ratings import rate_opinion

from ..forms.ratings import RatingForm
from .access import OfApplication, OfItem, OneTimeForm


class RateStep(OfItem, OfApplication, OneTimeForm):
    """Five grades and some words; what was rated already says so on the paper's page."""

    template_name = "portal/rate.html"
    form_class = RatingForm
    success_message = "谢谢您的评价"

    @cached_property
    def opinion(self):
        opinions = self.item.opinions.select_related("organisation", "signed_by")
        return get_object_or_404(opinions, pk=self.kwargs["opinion"])

    def act(self, form):
        return rate_opinion(self.opinion, **form.values(), **self.signed)

    def onward(self, result):
        return self.way_back()

    def get_context_data(self, **kwargs):
        return super().get_context_data(opinion=self.opinion, **kwargs)
