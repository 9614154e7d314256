"""The five grades of 好差评, as an applicant gives them."""

from supervision.forms import RatingFields

from .portal_form import PortalForm


class RatingForm(RatingFields, PortalForm):
    columns = ()
