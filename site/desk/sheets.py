"""A product on the signing page: its form, its draft, and what the page showed of it."""

from dataclasses import dataclass

from registry.models import Organisation
from workflow.models import OpinionDraft, OpinionProposal
from workflow.policies.countersigning import PROPOSED

from .opinion_forms import OpinionForm


@dataclass
class Sheet:
    """One product with its opinion form, or with the reasons why this officer may not sign it."""

    product: object
    task: dict
    form: OpinionForm
    reasons: list
    draft: OpinionDraft | None = None
    sent_back: OpinionProposal | None = None
    reversal: object = None
    reader: object = None
    #: Of many products only the first stands open; what is wrong is never folded away.
    is_folded: bool = False
    has_many_beside: bool = False

    @property
    def item(self):
        return self.product.item

    def show_proposal(self, latest):
        """What became of the last proposal at this step: it waits for the head, or came back."""
        if latest is None:
            return
        if latest.decided_at is None:
            self.reasons.append(PROPOSED)
        elif latest.decision == OpinionProposal.Decision.RETURNED:
            self.sent_back = latest

    @property
    def files(self):
        """The files that the draft holds, which signing makes the opinion's."""
        return list(self.draft.files.all()) if self.draft else []

    @property
    def opened_by_another(self):
        """Who else had the step open last, as the page was read; None where it was taken."""
        turn = self.task["turn"]
        is_mine = turn.task.owner_id == self.reader.pk or turn.opened_by_id == self.reader.pk
        return None if is_mine else turn.opened_by

    @property
    def is_what_was_read(self):
        """Whether its page showed this very step, not one before a return."""
        sent = self.form.data.get(self.form.add_prefix("task"))
        return sent in (None, f"{self.task['turn'].task_id}")

    @property
    def digests(self):
        return {each.sha256 for each in self.files}

    @property
    def office(self):
        """The organisation in whose name the opinion is signed."""
        permission = self.task["turn"].task.owner_permission
        return Organisation.objects.get(code=permission.split("@", 1)[1])
