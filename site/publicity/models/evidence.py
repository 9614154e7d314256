"""Files that somebody handed in with an objection, and who read them."""

from django.db import models

from doors.models import Evidence, EvidenceLook

from .objections import Objection


class ObjectionEvidence(Evidence):
    """异议证据: one file that supports one objection."""

    objection = models.ForeignKey(
        Objection, models.PROTECT, related_name="evidence", verbose_name="异议"
    )

    class Meta(Evidence.Meta):
        verbose_name = verbose_name_plural = "异议证据"


class ObjectionEvidenceView(EvidenceLook):
    """异议证据查阅: one look at a file of an objection."""

    evidence = models.ForeignKey(
        ObjectionEvidence, models.PROTECT, related_name="views", verbose_name="异议证据"
    )

    class Meta(EvidenceLook.Meta):
        verbose_name = verbose_name_plural = "异议证据查阅"
