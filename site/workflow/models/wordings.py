"""告知文书的用语: an office's own words for a kind of letter, by two people, every version kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from records.models.decided import Decided, decided_by_another
from records.prepared import MOMENT, TEXT, Prepared

from ..letter_sentences import conditions
from ..letter_words import names_all, shipped_wording
from .letters import Letter


class LetterWording(Decided):
    """文书用语: one version of the words of one kind of letter; ``is_shipped`` gives the system's
    own text back.

    Sent letters keep their words; a version is never edited.
    """

    kind = models.CharField("文书", max_length=12, choices=Letter.Kind)
    text = models.TextField("用语", max_length=4000, blank=True)
    is_shipped = models.BooleanField("恢复系统自带文本", default=False)
    #: ``{gap: [the sentence of each case]}``; of what is not in it the shipped ones.
    sentences = models.JSONField("随情形变化的文字", default=dict, db_default={}, blank=True)
    #: What chose between the sentences when they were drafted (``letter_sentences.conditions``).
    conditions = models.CharField("情形", max_length=64, default="", db_default="", blank=True)
    because = models.CharField("修改理由", max_length=300)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    entered_at = models.DateTimeField("拟稿时间")

    class Meta:
        verbose_name = verbose_name_plural = "文书用语"
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(decided_at__isnull=True),
                name="letterwording_one_waiting",
                violation_error_message="该文书已有待批准的用语",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="letterwording_has_a_reason"),
            models.CheckConstraint(
                condition=Q(is_shipped=True, text="") | Q(is_shipped=False) & ~Q(text=""),
                name="letterwording_says_something",
            ),
            *decided_by_another("拟稿人"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}的用语"

    @property
    def current_text(self):
        """Its words; the shipped ones where a letter no longer fills in the same."""
        fits = not self.is_shipped and names_all(self.kind, self.text)
        return self.text if fits else shipped_wording(self.kind)

    @property
    def current_sentences(self):
        """Its sentences; {}, so the shipped ones, where the cases are no longer the same."""
        is_same = self.conditions == conditions(self.kind, self.sentences)
        return self.sentences if is_same else {}

    @property
    def is_outdated(self):
        """Whether a release since has taken the ground from its words: they are drafted again."""
        current = (self.current_text, self.current_sentences)
        return not self.is_shipped and current != (self.text, self.sentences)

    @staticmethod
    def in_force(kind, at):
        """The version that letters of ``kind`` are written in at ``at``; None: as shipped."""
        newest = NEWEST.first(str(kind), at)
        return None if newest is None or newest.is_shipped else newest


NEWEST = Prepared(
    lambda kind, at: (
        LetterWording.objects.approved()
        .filter(kind=kind, decided_at__lte=at)
        .order_by("-decided_at", "-pk")[:1]
    ),
    TEXT,
    MOMENT,
)
