"""Notices by where their publicity stands at a moment, as ``publicity.states`` says it."""

from django.apps import apps
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from publicity import states

from .visibility import PageQuerySet, standing

#: What ``with_end`` adds to a notice.
ENDS = (
    *("runs_until", "running_from", "running_until"),
    *("held_count", "rest_least", "rest_most", "entry_count"),
)


class NoticeQuerySet(PageQuerySet):
    def visible(self, at):
        """From the hour of publication on, also when the window has ended; never before."""
        return self.filter(standing(), publicity__published_at__lte=at)

    def with_end(self, at):
        """Each with what its products at ``at`` make of it: :func:`publicity.states.ends`."""
        ends = states.ends(at, "publicity__")
        return self.select_related("publicity__ruleset__office").annotate(**ends)

    def with_changes(self, at):
        """Each with ``changed_at``: the last moment by ``at`` at which what it says changed.

        It was published or made longer, a product was held by an objection, let go on, or ended.
        """
        begun = F("publicity__published_at")
        moments = (
            "publicity__extensions__extended_at",
            "publicity__entries__closed_at",
            "publicity__entries__objections__received_at",
            "publicity__entries__objections__answered_at",
        )
        lasts = [Coalesce(Max(each, filter=Q(**{f"{each}__lte": at})), begun) for each in moments]
        keys = self.model.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
        changed = keys.annotate(changed=Greatest(*lasts)).values("changed")
        return self.annotate(changed_at=Subquery(changed))

    def with_results(self, at):
        """Each with the page that announced its result, and whether that stands at ``at``.

        Not beside the sums of :meth:`with_end`, which would be grouped by it: ``set_results``.
        """
        announced = apps.get_model("pages", "ResultPage").objects.visible(at)
        stands = Exists(announced.filter(notice=OuterRef("pk")))
        return self.select_related("result").annotate(result_stands=stands)

    def in_state(self, state, at):
        """Those in ``state`` at ``at`` among visible ones; after :meth:`with_end`."""
        return self.filter(states.in_state(state, at))

    def open(self, at):
        """Not ended at ``at``: running, or held; after :meth:`with_end`."""
        return self.filter(
            ~states.in_state(states.State.ENDED, at), publicity__published_at__lte=at
        )

    def open_sums(self, at):
        """What :meth:`with_end` adds to the open ones, as dictionaries with their ``pk``.

        Without their columns: a sum over rows groups by each of their hundred columns.
        """
        sums = self.values("pk").annotate(**states.ends(at, "publicity__"))
        return sums.open(at).newest().values("pk", *ENDS)

    def newest(self):
        return self.order_by("-publicity__published_at", "-pk")

    def with_facts(self):
        return self.select_related("publicity").prefetch_related("publicity__entries")
