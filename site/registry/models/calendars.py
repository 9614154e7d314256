"""Working days beyond the shipped papers: State Council papers, local days, and their editions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rules.official_dates import official_date
from rules.working_days import Calendar, Paper


class Checked(models.Model):
    """What one person enters and another checks; it holds from the moment of the check."""

    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="复核人",
        help_text="复核后生效",
    )
    checked_at = models.DateTimeField("生效时间", null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def checks(cls):
        """The constraints of every kind of such entry."""
        return [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("entered_by")),
                name="%(class)s_two_people",
                violation_error_message="录入人与复核人不得为同一人",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="%(class)s_check_is_whole",
            ),
        ]

    @property
    def is_checked(self):
        return self.checked_at is not None


class HolidayPaperQuerySet(models.QuerySet):
    def in_force(self):
        """The checked papers that no later one of their year has replaced."""
        return self.filter(checked_at__isnull=False, replaced_at__isnull=True)

    def drafts(self):
        return self.filter(checked_at__isnull=True)


class HolidayPaper(Checked):
    """节假日安排: the State Council's paper of a year, entered by one, checked by another.

    ``paper`` is what ``rules.holiday_papers.parse_paper`` reads. A paper that changes a year is a
    row of its own: the one before holds until the new one is checked, and stays.
    """

    year = models.PositiveSmallIntegerField("年份")
    title = models.CharField("文件名称", max_length=120)
    document_no = models.CharField("发文字号", max_length=60)
    issued_on = models.DateField("成文日期")
    paper = models.JSONField("日期")
    replaced_at = models.DateTimeField("被新文件取代", null=True, blank=True)

    objects = HolidayPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "节假日安排"
        ordering = ["-year", "-pk"]
        constraints = [
            *Checked.checks(),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(checked_at__isnull=False, replaced_at__isnull=True),
                name="holidaypaper_one_in_force",
                violation_error_message="该年度已有生效的节假日安排",
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(checked_at__isnull=True),
                name="holidaypaper_one_draft",
                violation_error_message="该年度已有待复核的节假日安排，请修改那一份",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True) | Q(replaced_at__gte=F("checked_at")),
                name="holidaypaper_replaced_after_its_check",
            ),
            models.CheckConstraint(
                condition=Q(issued_on__year__gte=F("year") - 1, issued_on__year__lte=F("year")),
                name="holidaypaper_issued_for_its_year",
                violation_error_message="成文日期须在所定年份或者其上一年",
            ),
        ]

    def __str__(self):
        return f"{self.year}年节假日安排"

    @property
    def cause(self):
        """What a notice says for which its period grows: 因…，公示期延长."""
        return f"《{self.title}》（{self.document_no}）"


class LocalOverride(Checked):
    """本地工作日调整: days that work, or rest, against the national paper."""

    first_day = models.DateField("首日")
    last_day = models.DateField("末日（含当日）")
    is_working_day = models.BooleanField("上班")
    basis = models.CharField("依据文件", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "本地工作日调整"
        ordering = ["-first_day", "-pk"]
        constraints = [
            *Checked.checks(),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="localoverride_days_in_order",
                violation_error_message="末日不得早于首日",
            ),
        ]

    def __str__(self):
        return f"{self.span}{'上班' if self.is_working_day else '放假'}"

    @property
    def span(self):
        """The days in words, as one day or from one to another."""
        first, last = official_date(self.first_day), official_date(self.last_day)
        return first if first == last else f"{first}至{last}"

    @property
    def cause(self):
        return f"{self}（{self.basis}）"


class CalendarEdition(models.Model):
    """工作日历版本: every working day as it was known from a moment on, so that any count repeats.

    ``days`` maps ISO days to whether they work. Open windows and limits are recounted under an
    edition until it is ``settled_at``.
    """

    version = models.CharField("版本", max_length=40)
    cause = models.CharField("变动原因", max_length=240)
    years = models.JSONField("年份")
    days = models.JSONField("日期")
    in_force_at = models.DateTimeField("生效时间")
    settled_at = models.DateTimeField("重新计算完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历版本"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(settled_at__isnull=True),
                name="calendaredition_unsettled",
            )
        ]

    def __str__(self):
        return f"工作日历{self.version}"

    @property
    def calendar(self):
        """The very calendar of then."""
        papers = [Paper(year, (), {}, {}) for year in self.years]
        return Calendar(papers, {_day(day): works for day, works in self.days.items()})


def _day(text):
    return models.DateField().to_python(text)
